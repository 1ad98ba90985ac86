import Market

/// What an exchange lets through, by weight from an address or by orders from an account, in at most three
/// kinds of windows; and how long it wants no requests at all.
///
/// A value of plain numbers: several processes share one in a file.
@frozen public struct RequestBudget: BitwiseCopyable, Sendable, Hashable {
    /// The exchange bans for three days at most (binance.md section 3): what says more is garbage.
    private static let longestPause = TimeSpan.minutes(3 * 24 * 60)

    private var first: BudgetWindow
    private var second: BudgetWindow
    private var third: BudgetWindow
    private let count: Int64
    /// No request goes before, ns on the exchange's clock.
    private var pausedUntil: Int64 = 0

    /// - Parameter windows: one to three of them; what is beyond is left out.
    public init(_ windows: [BudgetWindow]) {
        let none = BudgetWindow(.minutes(1), limit: 1 << 30)
        func window(_ place: Int) -> BudgetWindow { place < windows.count ? windows[place] : none }
        (first, second, third) = (window(0), window(1), window(2))
        count = Int64(min(3, windows.count))
    }

    /// The windows that count, in the order given.
    public var windows: [BudgetWindow] { Array([first, second, third].prefix(Int(count))) }

    /// Whether it is what this type writes, for the same windows: it may come out of a file.
    public func isSound(like other: RequestBudget) -> Bool {
        count == other.count && first.isSound(other.first.length) && second.isSound(other.second.length)
            && third.isSound(other.third.length)
    }

    /// Takes an amount from each window, where all have it: a fifth of each is for exits.
    public mutating func take(_ amount: Int, _ urgency: RequestUrgency, at time: Timestamp) -> BudgetVerdict {
        roll(to: time)
        if let end = pause(at: time) { return .wait(until: end) }
        guard amount > 0 else { return .granted }
        let full = windows.filter { !$0.has(amount, keeping: urgency == .exit ? 0 : $0.kept) }
        if let latest = full.map(\.end).max() { return .wait(until: latest) }
        first.spend(amount)
        second.spend(amount)
        third.spend(amount)
        return .granted
    }

    /// The exchange's own count of a window: it stands where it is higher.
    public mutating func correct(_ place: Int, told: Int, at time: Timestamp) {
        roll(to: time)
        change(place) { $0.correct(told: told) }
    }

    /// The exchange's limit of a window.
    public mutating func take(limit: Int, of place: Int) { change(place) { $0.take(limit: limit) } }

    /// The exchange wants no requests before a time; a longer pause that it wanted before stands.
    public mutating func pause(until end: Timestamp, at time: Timestamp) {
        let longest = time.nanoseconds + Self.longestPause.nanoseconds
        pausedUntil = max(pause(at: time)?.nanoseconds ?? 0, min(end.nanoseconds, longest))
    }

    /// Until when nothing may go; `nil` where something may.
    public func pause(at time: Timestamp) -> Timestamp? {
        let left = pausedUntil.subtractingReportingOverflow(time.nanoseconds)
        guard !left.overflow, left.partialValue > 0, left.partialValue <= Self.longestPause.nanoseconds else {
            return nil
        }
        return Timestamp(nanoseconds: pausedUntil)
    }

    private mutating func roll(to time: Timestamp) {
        first.roll(to: time)
        second.roll(to: time)
        third.roll(to: time)
    }

    private mutating func change(_ place: Int, _ body: (inout BudgetWindow) -> Void) {
        switch place {
        case 0: body(&first)
        case 1: body(&second)
        case 2: body(&third)
        default: break
        }
    }
}
