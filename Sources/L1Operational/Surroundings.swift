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
        rules = RuleTable(symbols: settings.instruments.count)
        account = AccountView(capital: settings.capital)
    }

    /// Takes what is no signal, plan or order.
    mutating func hear(_ message: Message) {
        switch message {
        case .kline(let kline): market.hear(kline)
        case .ticker(let ticker): market.hear(ticker)
        case .depth(let depth): market.hear(depth)
        case .feedHealth(let health): market.hear(health)
        case .strategyUpdate(let update): rules.hear(update)
        case .fill(let fill): market.hold(fill.position, of: fill.symbol)
        case .account(let row): hear(row)
        case .pnlUpdate(let update): account.hear(update)
        case .riskAlert(let alert): account.hear(alert)
        default: break
        }
    }

    mutating func hear(_ rank: ProcessRank, _ link: LinkState) { account.hear(rank, link) }

    private mutating func hear(_ row: Account) {
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
