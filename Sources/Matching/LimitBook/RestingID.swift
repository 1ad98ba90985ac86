/// Where an order rests in a limit book. It names that order alone: once it is gone the id finds nothing.
@frozen public struct RestingID: BitwiseCopyable, Sendable, Hashable {
    let slot: Int32
    let generation: UInt32

    /// Nowhere.
    static let none = RestingID(slot: -1, generation: 0)

    init(slot: Int32, generation: UInt32) { (self.slot, self.generation) = (slot, generation) }
}
