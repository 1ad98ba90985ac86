/// The faults that are still to happen.
struct FaultBook: Sendable {
    struct Open: Sendable, Hashable {
        var fault: Fault
        /// Connection time at which it ends.
        var until: Int64
    }

    private(set) var open: [Open] = []
    /// Events that wait for the one after them, by their stream.
    private(set) var held: [(stream: String, bytes: [UInt8])] = []

    /// Whether everything goes as it should.
    var isEmpty: Bool { open.isEmpty && held.isEmpty }

    mutating func add(_ fault: Fault, until: Int64 = .max) { open.append(Open(fault: fault, until: until)) }

    mutating func clear() {
        open.removeAll()
        held.removeAll()
    }

    /// Whether a fault happens at a place now: one of its times is used up.
    mutating func take(_ kind: Fault.Kind, at place: String, life: Int64) -> Fault? {
        open.removeAll { $0.until <= life }
        let found = open.firstIndex { $0.fault.kind == kind && Self.holds(place, $0.fault.place) }
        guard let found else { return nil }
        let fault = open[found].fault
        if fault.count > 0 {
            open[found].fault.count -= 1
            if open[found].fault.count == 0 { open.remove(at: found) }
        }
        return fault
    }

    /// What is really sent where a stream has an event.
    mutating func events(_ bytes: [UInt8], on stream: String, life: Int64) -> [[UInt8]] {
        if take(.silent, at: stream, life: life) != nil { return [] }
        if stream.contains("@depth"), take(.gap, at: stream, life: life) != nil { return [] }
        if take(.duplicate, at: stream, life: life) != nil { return [bytes, bytes] }
        if let place = held.firstIndex(where: { $0.stream == stream }) {
            return [bytes, held.remove(at: place).bytes]
        }
        if take(.reorder, at: stream, life: life) != nil {
            held.append((stream, bytes))
            return []
        }
        return [bytes]
    }

    private static func holds(_ text: String, _ part: String) -> Bool {
        part.isEmpty || text.contains(part)
    }
}
