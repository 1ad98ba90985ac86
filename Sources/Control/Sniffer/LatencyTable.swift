import Market
import Messages
import Telemetry

/// How long frames take from each publisher to here.
struct LatencyTable {
    private var hops: [(source: Label, histogram: LatencyHistogram)] = []
    /// Frames sent before this are a publisher's last words, said again for us: not on their way so long.
    private let began: Timestamp

    init(began: Timestamp) { self.began = began }

    mutating func take(_ header: Header, at received: Timestamp) {
        guard header.sent >= began else { return }
        let nanoseconds = (received - header.sent).nanoseconds
        if let index = hops.firstIndex(where: { $0.source == header.source }) {
            hops[index].histogram.add(nanoseconds)
        } else {
            hops.append((header.source, LatencyHistogram()))
            hops[hops.count - 1].histogram.add(nanoseconds)
        }
    }

    /// A line a hop, by name; JSON: one object.
    func text(isJSON: Bool, at now: Timestamp) -> String {
        let rows = hops.sorted { $0.source.description < $1.source.description }
        guard isJSON else { return rows.map { Self.line($0.source, $0.histogram) }.joined() }
        let objects = rows.map { "\"\($0.source)\":" + Self.object($0.histogram) }.joined(separator: ",")
        return SafeIntegers.quoted("{\"at\":\(now.nanoseconds),\"latency\":{\(objects)}}\n")
    }

    private static func line(_ source: Label, _ histogram: LatencyHistogram) -> String {
        "latency \(source): p50 \(histogram.microseconds(50)) µs, p99 \(histogram.microseconds(99)) µs "
            + "(\(histogram.count) frames)\n"
    }

    private static func object(_ histogram: LatencyHistogram) -> String {
        "{\"frames\":\(histogram.count),\"p50_us\":\(histogram.microseconds(50)),"
            + "\"p99_us\":\(histogram.microseconds(99))}"
    }
}
