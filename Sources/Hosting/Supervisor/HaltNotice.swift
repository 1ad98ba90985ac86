import Market
import Messages

/// Who has halted, why and since when, as a person is told everywhere.
struct HaltNotice: Equatable {
    /// The processes that keep the halt.
    var by: [String]
    var reason: ReasonCode
    /// Event time.
    var since: Timestamp

    /// From what processes say of themselves; `nil` where none has halted. The first to halt tells why.
    init?(_ beats: some Sequence<Heartbeat>) {
        let halted = beats.filter { $0.halt != .none }
        guard let first = halted.min(by: { $0.haltedSince < $1.haltedSince }) else { return nil }
        by = halted.map { $0.process.description }
        reason = first.halt
        since = first.haltedSince
    }

    /// How the line begins.
    static let beginning = "TRADING IS HALTED"

    /// One line.
    var text: String {
        let moment = since > .zero ? "since \(since)" : "since before the data began"
        return "\(Self.beginning) \(moment): \(Reason(reason).text) (\(by.joined(separator: ", "))); "
            + "`strata resume` lets entries go on"
    }

    /// A few words.
    var brief: String { "HALTED (\(reason.name))" }
}
