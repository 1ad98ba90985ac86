import Exchanges
import Market
import Matching

/// An account: who may use it, and what it has.
struct Account {
    let terms: AccountTerms
    /// Its number in the limit books.
    let owner: BookOwner
    var spot: SpotWallet
    var futures: FuturesWallet
    /// Orders that it placed, of spot and of futures.
    var spotMeter: OrderMeter
    var futuresMeter: OrderMeter
    /// Whether fees are paid in BNB where it has some.
    var paysInBNB = false

    init(_ terms: AccountTerms, number: Int, assets: AssetTable, contracts: Int, _ limits: SimulatorTerms) {
        self.terms = terms
        owner = BookOwner(UInt32(number + 1))
        spot = SpotWallet(assets.names.count)
        spot.add(terms.money.raw, to: assets.quote)
        let contract = terms.isolatedLeverage.map { ContractTerms(leverage: $0, isIsolated: true) }
        futures = FuturesWallet(terms.money, contracts: contracts, contract ?? ContractTerms())
        spotMeter = OrderMeter(limits.spotLimits)
        futuresMeter = OrderMeter(limits.futuresLimits)
    }

    /// The meter of a market.
    subscript(market: MarketKind) -> OrderMeter {
        get { market == .spot ? spotMeter : futuresMeter }
        set { if market == .spot { spotMeter = newValue } else { futuresMeter = newValue } }
    }
}
