import Market
import Messages

/// Who has halted, why and since when, as a person is told everywhere.
package struct HaltNotice: Equatable {
    /// The processes that keep the halt.
    var keepers: [String]
    /// Who asked for it; empty where an older run did not keep that.
    package var by: ShortLabel
    package var reason: ReasonCode
    /// Event time.
    package var since: Timestamp

    /// From what processes say of themselves; `nil` where none has halted. The first to halt tells why.
    package init?(_ beats: some Sequence<Heartbeat>) {
        let halted = beats.filter { $0.halt != .none }
        guard let first = halted.min(by: { $0.haltedSince < $1.haltedSince }) else { return nil }
        keepers = halted.map { $0.process.description }
        by = first.haltedBy
        reason = first.halt
        since = first.haltedSince
    }

    /// How the line begins.
    package static let beginning = "TRADING IS HALTED"

    /// One line.
    package var text: String {
        let moment = since > .zero ? "since \(since)" : "since before the data began"
        let who = by.isEmpty ? "" : " by \(by)"
        return "\(Self.beginning) \(moment)\(who): \(Reason(reason).text) "
            + "(kept by \(keepers.joined(separator: ", "))); "
            + "`strata resume` lets entries go on"
    }

    /// A few words.
    package var brief: String { "HALTED (\(reason.name))" }
}
