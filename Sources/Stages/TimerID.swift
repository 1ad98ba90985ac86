/// Names a timer within its stage: a purpose of the stage's own and a number. The same id replaces.
@frozen public struct TimerID: BitwiseCopyable, Sendable, Hashable, Comparable {
    public var purpose: UInt16
    public var number: UInt32

    @inlinable public init(_ purpose: UInt16, _ number: Int = 0) {
        self.purpose = purpose
        self.number = UInt32(number)
    }

    @inlinable public static func < (a: TimerID, b: TimerID) -> Bool {
        (a.purpose, a.number) < (b.purpose, b.number)
    }
}
