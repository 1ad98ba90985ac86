import Configuration
import Market
import Messages
import Stages

/// What L1 hears and doesn't decide: the market, L4's rules, the account, and who is there. The desk judges
/// by it and changes nothing in it.
struct Surroundings: Sendable {
    let settings: Settings
    private(set) var market: MarketView
    private(set) var rules: RuleTable
    private(set) var account: AccountView

    init(_ settings: Settings) {
        self.settings = settings
        market = MarketView(settings)
        rules = RuleTable(settings)
        account = AccountView(capital: settings.capital)
    }

    // One word a kind: a whole message handed on would be told apart, and copied, a second time.

    mutating func hear(_ kline: Kline) { market.hear(kline) }

    mutating func hear(_ ticker: Ticker) { market.hear(ticker) }

    mutating func hear(_ depth: Depth) { market.hear(depth) }

    mutating func hear(_ health: FeedHealth) { market.hear(health) }

    mutating func hear(_ update: StrategyUpdate) { rules.hear(update) }

    mutating func hear(_ fill: Fill) { market.hold(fill.position, of: fill.symbol) }

    mutating func hear(_ update: PnLUpdate) { account.hear(update) }

    mutating func hear(_ alert: RiskAlert) { account.hear(alert) }

    mutating func hear(_ rank: ProcessRank, _ link: LinkState) { account.hear(rank, link) }

    mutating func hear(_ row: Account) {
        if market.knows(row.symbol) {
            market.hold(row.total, of: row.symbol)
        } else {
            account.hear(row)
        }
    }

    /// Signed exposure of a symbol as a fraction of equity.
    func weight(of symbol: SymbolID) -> Double {
        market[symbol].exposure.fraction(of: account.equity)
    }

    func save(into writer: inout StateWriter) {
        market.save(into: &writer)
        rules.save(into: &writer)
        writer.write(account)
    }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        try market.restore(from: &reader)
        try rules.restore(from: &reader)
        account = try reader.read()
    }
}
