import Messages
import Stages

/// The newest orders that came to their end, so that one that is placed twice is known.
///
/// Bounded: an order is void after its `expires`, and far fewer than this end within its life.
struct FinishedOrders: Sendable {
    static let capacity = 256

    struct Entry: BitwiseCopyable, Sendable {
        var id: ClientOrderID
        var status: OrderStatus
        var reason: Reason
    }

    private(set) var entries: [Entry] = []
    private var oldest = 0

    init() { entries.reserveCapacity(Self.capacity) }

    mutating func add(_ id: ClientOrderID, _ status: OrderStatus, _ reason: Reason) {
        let entry = Entry(id: id, status: status, reason: reason)
        if entries.count < Self.capacity {
            entries.append(entry)
        } else {
            entries[oldest] = entry
            oldest = (oldest + 1) % Self.capacity
        }
    }

    func entry(of id: ClientOrderID) -> Entry? { entries.last { $0.id == id } }

    func save(into writer: inout StateWriter) {
        writer.write(entries)
        writer.write(oldest)
    }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        entries = try reader.readArray()
        oldest = try reader.read()
    }
}
