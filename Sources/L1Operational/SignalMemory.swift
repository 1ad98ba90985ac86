import Messages
import Market

/// The ids of the last signals that were handled: one attempt per signal. Bounded: the oldest is
/// forgotten first, long after its signal has expired.
struct SignalMemory: Sendable {
    static let capacity = 1024
    private(set) var ids: [Label] = []
    private(set) var next = 0

    init() { ids.reserveCapacity(Self.capacity) }

    init(ids: [Label], next: Int) {
        self.init()
        self.ids += ids
        self.next = ids.isEmpty ? 0 : next % Self.capacity
    }

    func contains(_ id: Label) -> Bool { ids.contains(id) }

    mutating func insert(_ id: Label) {
        guard !contains(id) else { return }
        if ids.count < Self.capacity { ids.append(id) } else { ids[next] = id }
        next = (next + 1) % Self.capacity
    }
}
