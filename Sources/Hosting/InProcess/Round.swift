/// What one round delivers, in order.
struct Round {
    private(set) var deliveries: [Delivery] = []
    /// The slots that any of it is for.
    private(set) var wanted = SlotMask.none

    init() { deliveries.reserveCapacity(64) }

    var isEmpty: Bool { deliveries.isEmpty }

    mutating func append(_ delivery: Delivery) {
        deliveries.append(delivery)
        wanted.add(delivery.slots)
    }

    /// Empties it and keeps its memory.
    mutating func clear() {
        if !deliveries.isEmpty { deliveries.removeAll(keepingCapacity: true) }
        wanted = .none
    }
}
