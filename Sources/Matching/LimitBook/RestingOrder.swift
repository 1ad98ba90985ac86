import Market

/// An order that rests, as the book keeps it: a link in its level's queue, or in the list of free places.
struct RestingOrder: BitwiseCopyable, Sendable {
    var order: LimitOrder
    /// Which order of this place it is: a place is used again, an id is not.
    var generation: UInt32
    /// Places of its neighbours in the queue, −1 at its ends.
    var before: Int32 = -1
    var after: Int32 = -1
    var isResting = false
}
