import Messages
import Stages

/// The newest orders that came to their end, for doubles and questions.
///
/// Bounded: between 4096 and 8192. A double of an older one is void by its `expires`: 4096 orders are
/// many times what can be sent within an order's life. Found by a hash of the name, checked by the name.
struct OrderHistory: Sendable {
    static let capacity = 4096

    private var records: [OrderRecord] = []
    private var keys: [UInt64] = []

    init() {
        records.reserveCapacity(2 * Self.capacity)
        keys.reserveCapacity(2 * Self.capacity)
    }

    var count: Int { records.count }

    mutating func add(_ record: OrderRecord) {
        if records.count == 2 * Self.capacity {
            records.removeFirst(Self.capacity)
            keys.removeFirst(Self.capacity)
        }
        records.append(record)
        keys.append(Self.key(of: record.intent.clientOrderID))
    }

    /// Where an order stands here; `nil` where it does not.
    func place(of id: ClientOrderID) -> Int? {
        let key = Self.key(of: id)
        return keys.indices.last { keys[$0] == key && records[$0].intent.clientOrderID == id }
    }

    /// The newest, oldest first.
    func newest(_ count: Int) -> ArraySlice<OrderRecord> { records.suffix(count) }

    subscript(place: Int) -> OrderRecord {
        get { records[place] }
        set { records[place] = newValue }
    }

    /// Takes an order out again: a late fill proved that it goes on.
    mutating func remove(at place: Int) -> OrderRecord {
        keys.remove(at: place)
        return records.remove(at: place)
    }

    /// FNV-1a, 64 bits (Fowler, Noll, Vo 1991).
    private static func key(of id: ClientOrderID) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in 0..<id.signal.count { hash = (hash ^ UInt64(id.signal[index])) &* 0x100_0000_01B3 }
        return (hash ^ UInt64(id.leg)) &* 0x100_0000_01B3
    }

    func save(into writer: inout StateWriter) { writer.write(records) }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        records = try reader.readArray()
        keys = records.map { Self.key(of: $0.intent.clientOrderID) }
    }
}
