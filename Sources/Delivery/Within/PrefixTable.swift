/// The topic prefixes of one listener, found by their first byte.
package struct PrefixTable {
    private var byFirst = [[[UInt8]]](repeating: [], count: 256)
    private var hearsAll = false

    /// Of a listener that hears topics that begin so.
    package init(_ prefixes: [[UInt8]]) {
        for prefix in prefixes { add(prefix) }
    }

    /// Hears topics that begin so, too.
    package mutating func add(_ prefix: [UInt8]) {
        guard let first = prefix.first else {
            hearsAll = true
            return
        }
        byFirst[Int(first)].append(prefix)
    }

    /// Whether a topic begins with one of them.
    package func matches(_ topic: UnsafeRawBufferPointer) -> Bool {
        guard !hearsAll else { return true }
        guard let first = topic.first else { return false }
        return byFirst[Int(first)].contains { topic.starts(with: $0) }
    }
}
