import Exchanges
import Market

/// The books of a pair on their way: the open orders and the position first, then the fills. Where a fill
/// came meanwhile, it begins anew: what was told before is then all that the position counts.
struct BooksCheck: Sendable {
    enum Step: Sendable { case idle, lists, trades }

    /// What of the lists is missing.
    struct Missing: OptionSet, Sendable {
        let rawValue: UInt8
        static let orders = Missing(rawValue: 1)
        static let conditionals = Missing(rawValue: 2)
        static let position = Missing(rawValue: 4)
    }

    private(set) var step = Step.idle
    private(set) var missing: Missing = []
    /// When the step began, monotonic: an answer that was asked for before is too old.
    private(set) var since: Int64 = .max
    /// How many fills had come.
    private var count = 0
    var orders: [ExchangeOrder] = []
    var conditionals: [ExchangeOrder] = []
    private(set) var quantity = Quantity.zero
    private(set) var entryPrice = Price.absent

    mutating func begin(isFutures: Bool, fills: Int, at now: Int64) {
        (step, since, count) = (.lists, now, fills)
        missing = isFutures ? [.orders, .conditionals, .position] : [.orders, .position]
        (orders, conditionals) = ([], [])
    }

    /// Whether an answer that was asked for at this time is of use.
    func wants(_ part: Missing, askedAt: Int64) -> Bool {
        step == .lists && missing.contains(part) && askedAt >= since
    }

    /// A part came; answers whether it was the last.
    mutating func got(_ part: Missing, at now: Int64) -> Bool {
        missing.remove(part)
        guard missing.isEmpty else { return false }
        (step, since) = (.trades, now)
        return true
    }

    mutating func take(_ quantity: Quantity, _ entryPrice: Price) {
        (self.quantity, self.entryPrice) = (quantity, entryPrice)
    }

    /// The fills came that were asked for at this time; `nil` where these are others, else whether none
    /// came since the beginning.
    mutating func finish(fills: Int, askedAt: Int64) -> Bool? {
        guard step == .trades, askedAt >= since else { return nil }
        step = .idle
        return fills == count
    }
}
