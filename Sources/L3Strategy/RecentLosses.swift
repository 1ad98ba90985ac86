import Glibc
import Market

/// Closed profit less fees of one symbol, of which half is forgotten in a day.
struct RecentLosses: BitwiseCopyable, Sendable {
    static let halfLife = TimeSpan.days(1)

    private var profit = 0.0
    private var time = Timestamp.zero

    mutating func add(_ amount: Double, at now: Timestamp) {
        profit = value(at: now) + amount
        time = max(time, now)
    }

    /// The faded sum, USDT.
    private func value(at now: Timestamp) -> Double {
        now > time ? profit * exp2(-(now - time).seconds / Self.halfLife.seconds) : profit
    }

    /// What was lost on balance, USDT; 0 after a gain.
    func loss(at now: Timestamp) -> Double { max(0, -value(at: now)) }
}
