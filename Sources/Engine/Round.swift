import Messages

/// What one round delivers, in order.
package struct Round {
    private(set) var deliveries: [RoutedInput] = []
    /// The slots that any of it is for.
    private(set) var wanted = SlotMask.none

    init() { deliveries.reserveCapacity(64) }

    var isEmpty: Bool { deliveries.isEmpty }

    mutating func append(_ delivery: RoutedInput) {
        deliveries.append(delivery)
        wanted.add(delivery.slots)
    }

    /// Puts deliveries that came from several sides into the order of their ids.
    mutating func sort() {
        if deliveries.count > 1 { deliveries.sort { $0.envelope.id < $1.envelope.id } }
    }

    /// Empties it and keeps its memory.
    mutating func clear() {
        if !deliveries.isEmpty { deliveries.removeAll(keepingCapacity: true) }
        wanted = .none
    }
}
