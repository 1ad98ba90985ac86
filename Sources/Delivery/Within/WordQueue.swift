/// What waits for a stage, or to leave it, in the order in which it came. Its memory is used again.
package struct WordQueue {
    private struct Entry {
        let word: IntraProcessWord
        let topicEnd: Int
        let payloadEnd: Int
    }

    private var entries: [Entry] = []
    private var bytes: [UInt8] = []

    /// An empty queue.
    package init() {}

    /// Whether nothing waits.
    package var isEmpty: Bool { entries.isEmpty }

    /// Puts a word behind all others, by copy.
    package mutating func append(
        _ word: IntraProcessWord, _ topic: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer
    ) {
        bytes.append(contentsOf: topic)
        let topicEnd = bytes.count
        bytes.append(contentsOf: payload)
        entries.append(Entry(word: word, topicEnd: topicEnd, payloadEnd: bytes.count))
    }

    /// Shows all that waits, oldest first.
    package func forEach(
        _ body: (IntraProcessWord, UnsafeRawBufferPointer, UnsafeRawBufferPointer) throws -> Void
    ) rethrows {
        try bytes.withUnsafeBytes { all in
            var start = 0
            for entry in entries {
                let topic = UnsafeRawBufferPointer(rebasing: all[start..<entry.topicEnd])
                let payload = UnsafeRawBufferPointer(rebasing: all[entry.topicEnd..<entry.payloadEnd])
                start = entry.payloadEnd
                try body(entry.word, topic, payload)
            }
        }
    }

    /// All was taken.
    package mutating func clear() {
        entries.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
    }
}
