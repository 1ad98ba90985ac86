import Market
import Stages

/// What L1 knows of the whole.
struct L1State: BitwiseCopyable, Sendable {
    /// Equity of the account, USDT: the capital until the risk manager tells.
    var equity = Money.zero
    /// USDT that is free: the account's line of the balance snapshot.
    var free = Money.zero
    var isHalted = false
    /// Who is gone.
    var missing = Absences()
    /// Serial of the next work, child or waiting signal.
    var nextSerial: UInt32 = 1

    /// Whether nothing is sent, for nobody would take it.
    var isHolding: Bool {
        DegradationCatalogue.requires(.holdOrders, of: L1OperationalStage.rank, without: missing)
    }

    mutating func serial() -> UInt32 {
        defer { nextSerial &+= 1 }
        return nextSerial
    }
}
