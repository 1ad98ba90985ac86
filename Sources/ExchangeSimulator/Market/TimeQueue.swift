import Market

/// What is due next among many: a heap by time, at one time by number.
struct TimeQueue: Sendable {
    struct Entry: BitwiseCopyable, Sendable, Hashable {
        var time: Timestamp
        var number: Int

        func isBefore(_ other: Entry) -> Bool {
            time != other.time ? time < other.time : number < other.number
        }
    }

    private var heap: [Entry] = []

    /// The next one.
    var first: Entry? { heap.first }

    mutating func push(_ number: Int, at time: Timestamp) {
        heap.append(Entry(time: time, number: number))
        var place = heap.count - 1
        while place > 0 {
            let parent = (place - 1) / 2
            guard heap[place].isBefore(heap[parent]) else { break }
            heap.swapAt(place, parent)
            place = parent
        }
    }

    mutating func pop() -> Entry? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2] where child < heap.count {
                if heap[child].isBefore(heap[least]) { least = child }
            }
            guard least != place else { return first }
            heap.swapAt(place, least)
            place = least
        }
    }
}
