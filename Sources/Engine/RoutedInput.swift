import Market
import Messages
import Stages

/// An input on its way, and the slots that it is for.
package struct RoutedInput: BitwiseCopyable {
    let envelope: Envelope
    /// Who is to handle it.
    package let slots: SlotMask

    /// For some slots.
    package init(
        _ input: Input, to slots: SlotMask, at time: Timestamp, id: EventID = .none, isWarmUp: Bool = false
    ) {
        envelope = Envelope(input, at: time, id: id, isWarmUp: isWarmUp)
        self.slots = slots
    }

    /// For one slot.
    package init(_ input: Input, to slot: Int, at time: Timestamp, id: EventID = .none) {
        self.init(input, to: SlotMask(slot), at: time, id: id)
    }
}

/// Slots as one bit each, so that a stage is looked for only where there is something for it.
package struct SlotMask: BitwiseCopyable {
    private(set) var bits: UInt64

    static var none: SlotMask { SlotMask(bits: 0) }

    private init(bits: UInt64) { self.bits = bits }

    init(_ slot: Int) { bits = 1 &<< UInt64(slot) }

    func contains(_ slot: Int) -> Bool { bits &>> UInt64(slot) & 1 == 1 }

    mutating func add(_ other: SlotMask) { bits |= other.bits }

    /// Takes the first slot out; `nil` where none is left.
    mutating func takeFirst() -> Int? {
        guard bits != 0 else { return nil }
        defer { bits &= bits &- 1 }
        return bits.trailingZeroBitCount
    }
}
