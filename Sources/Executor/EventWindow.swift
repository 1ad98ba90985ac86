/// Which of the venue's numbered events were booked: the highest number and the 63 below it, as bits
/// (the anti-replay window of IPsec: Kent, RFC 4303, 2005). What lies further back counts as booked.
@frozen public struct EventWindow: BitwiseCopyable, Sendable, Hashable {
    private var highest: UInt64 = 0
    private var seen: UInt64 = 0

    init() {}

    /// Notes all events up to a number.
    mutating func insertAll(through number: UInt64) {
        guard number >= highest || highest - number < 64 else { return }
        _ = insert(number)
        let back = highest - number
        seen |= back < 64 ? UInt64.max << back : 0
    }

    /// Notes an event; false where it was noted before.
    mutating func insert(_ number: UInt64) -> Bool {
        if number > highest {
            let step = number - highest
            seen = step < 64 ? seen << step | 1 : 1
            highest = number
            return true
        }
        let back = highest - number
        guard back < 64, seen >> back & 1 == 0 else { return false }
        seen |= 1 << back
        return true
    }
}
