import Telemetry

/// Tells the first refusals of a process, so that nobody fills its log by nonsense; all are counted where
/// they happen.
final class RefusalLog {
    private static let limit = 20

    private let log: Log
    private var count = 0

    init(_ log: Log) { self.log = log }

    func write(_ why: String) {
        count += 1
        guard count <= Self.limit else { return }
        log.write(.warning, why + (count == Self.limit ? " (further ones are only counted)" : ""))
    }
}
