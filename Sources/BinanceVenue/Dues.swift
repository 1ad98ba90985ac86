/// When what is done again and again is due, monotonic.
struct Dues: Sendable {
    /// The shortest time between two looks, nanoseconds.
    static let tick: Int64 = 1_000_000

    var clock: Int64 = .max
    var orders: Int64 = .max
    var positions: Int64 = .max
    var funding: Int64 = .max
    /// Everything is read anew, since something could not be read.
    var resync: Int64 = .max
    /// The executor asks for the books again, since fills were told in another order than they came about.
    var disorder: Int64 = .max
    /// The account is asked for again where it could not be traded.
    var account: Int64 = .max

    /// When the next one is.
    var next: Int64 { min(clock, orders, positions, min(funding, account, resync, disorder)) }

    /// Whether something is due; if so, it is due again after a while.
    static func take(_ due: inout Int64, every span: Int64, at now: Int64) -> Bool {
        guard now >= due else { return false }
        due = now + span
        return true
    }
}
