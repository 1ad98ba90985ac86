import Market
import Messages
import Stages

/// What L1 knows of the account and of who is there.
struct AccountView: BitwiseCopyable, Sendable {
    /// The account currency.
    private static let currency: ShortLabel = "USDT"

    /// Equity of the account, USDT: the capital until the risk manager tells.
    private(set) var equity: Money
    /// USDT that is free: the account's line of the balance snapshot.
    private(set) var free = Money.zero
    private(set) var isHalted = false
    /// Who is gone.
    private(set) var missing = Absences()

    init(capital: Money) { equity = capital }

    /// Whether nothing is sent, for nobody would take it.
    var isHolding: Bool {
        DegradationCatalogue.requires(.holdOrders, of: L1OperationalStage.rank, without: missing)
    }

    mutating func hear(_ row: Account) {
        if row.asset == Self.currency { free = Money(raw: row.free.raw) }
    }

    mutating func hear(_ update: PnLUpdate) {
        if update.symbol == .none { equity = update.equity }
    }

    /// An alert about one symbol says nothing of the system's halt.
    mutating func hear(_ alert: RiskAlert) {
        if alert.symbol == .none { isHalted = alert.halted }
    }

    mutating func hear(_ rank: ProcessRank, _ link: LinkState) { missing.note(rank, link) }
}
