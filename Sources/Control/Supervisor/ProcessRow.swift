import Delivery
import Messages

/// What the supervisor knows of one process.
struct ProcessRow {
    /// Wall time without a heartbeat after which a process counts as silent, as the processes count it.
    static let patience: Int64 = Pace.standard.patience

    let name: String
    var restarts = 0
    var beat: Heartbeat?
    /// When it was started, or heard last, in monotonic nanoseconds.
    var seenAt: Int64
    /// How it ended, while nobody has started it again.
    var end: String?
    /// What its log complained of last, where it runs and is not heard.
    var complaint: String?

    init(_ name: String, at now: Int64) {
        self.name = name
        seenAt = now
    }

    /// Why it is not there; `nil` while it is.
    func absence(_ now: Int64) -> String? {
        if let end { return "ended (\(end))" }
        let silence = now - seenAt
        guard silence > Self.patience else { return nil }
        return (beat == nil ? "not heard yet for " : "silent for ") + "\(silence / 1_000_000_000) s"
    }

    /// One line for a person.
    func text(_ now: Int64) -> String {
        var text = "  " + DisplayText.padded(name, to: 18)
        if let absence = absence(now) {
            text += "MISSING: \(absence)" + (complaint.map { ", says: \($0)" } ?? "")
        } else if let beat {
            text += "said \(beat.published)  heard \(beat.received)  gaps \(beat.gaps)  "
                + "refused \(beat.refused)"
            if !beat.ready { text += "  warming up" }
        } else {
            text += "starting"
        }
        return text + (restarts > 0 ? "  restarted \(restarts)x" : "")
    }
}
