import Market

/// Counts frames per topic between two ticks.
struct RateTable {
    private var counts: [[UInt8]: Int] = [:]
    private var since: Timestamp

    init(began: Timestamp) { since = began }

    mutating func take(topic: UnsafeRawBufferPointer) { counts[Array(topic), default: 0] += 1 }

    /// A line a topic since the last tick, by name, after one with the sum; JSON: one object.
    mutating func tick(isJSON: Bool, at now: Timestamp) -> String {
        let seconds = max(1e-9, Double((now - since).nanoseconds) / 1e9)
        let rows = counts.map { (topic: ForeignText.shown($0.key), rate: Self.rate($0.value, seconds)) }
            .sorted { $0.topic < $1.topic }
        let total = Self.rate(counts.values.reduce(0, +), seconds)
        counts.removeAll(keepingCapacity: true)
        since = now
        guard isJSON else {
            return "\(now) \(total) frames/s\n" + rows.map { "  \($0.topic) \($0.rate)/s\n" }.joined()
        }
        let topics = rows.map { "\(ForeignText.json($0.topic)):\($0.rate)" }.joined(separator: ",")
        return "{\"at\":\(now.nanoseconds),\"total\":\(total),\"rate\":{\(topics)}}\n"
    }

    private static func rate(_ count: Int, _ seconds: Double) -> Double {
        (Double(count) / seconds * 10).rounded() / 10
    }
}
