/// What is to happen, by time and then in the order in which it was put in: a binary heap.
struct EventQueue<Event> {
    private struct Entry {
        let time: Int64
        let serial: UInt64
        let event: Event

        func isBefore(_ other: Entry) -> Bool {
            time != other.time ? time < other.time : serial < other.serial
        }
    }

    private var heap: [Entry] = []
    private var serial: UInt64 = 0

    /// The time of the first; `nil` where nothing waits.
    var firstTime: Int64? { heap.first?.time }

    mutating func add(_ event: Event, at time: Int64) {
        serial += 1
        let entry = Entry(time: time, serial: serial, event: event)
        heap.append(entry)
        var place = heap.count - 1
        while place > 0, entry.isBefore(heap[(place - 1) / 2]) {
            heap[place] = heap[(place - 1) / 2]
            place = (place - 1) / 2
        }
        heap[place] = entry
    }

    /// Drops all but some.
    mutating func keep(where isKept: (Event) -> Bool) {
        // In order, they are a heap again.
        heap = heap.filter { isKept($0.event) }.sorted { $0.isBefore($1) }
    }

    mutating func takeFirst() -> (time: Int64, event: Event)? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return (first.time, first.event) }
        var place = 0
        while let child = smallerChild(of: place), heap[child].isBefore(last) {
            heap[place] = heap[child]
            place = child
        }
        heap[place] = last
        return (first.time, first.event)
    }

    private func smallerChild(of place: Int) -> Int? {
        let left = 2 * place + 1
        guard left < heap.count else { return nil }
        return left + 1 < heap.count && heap[left + 1].isBefore(heap[left]) ? left + 1 : left
    }
}
