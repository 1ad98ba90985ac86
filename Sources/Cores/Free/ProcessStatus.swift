import Engine
import Market
import Messages
import Stages
import Telemetry

/// What a process tells of itself: its host's figures, and what its stages add.
package struct ProcessStatus {
    /// Which process.
    package let member: Topology.Member
    /// What its frames carry: run, mode, start and hashes.
    package let header: Header
    /// Its counts, and whether it is ready and halted.
    package let beat: Heartbeat
    /// Its stages: each may add fields and lines of its own.
    package let slots: [Slot]
    /// Event time of its last step.
    package let time: Timestamp
    /// The names for its symbols.
    package let instruments: InstrumentTable
    /// Whether the data has ended for it.
    package let hasEnded: Bool
    /// Whom it does not hear any more.
    var misses: [ProcessRank] = []
    /// How the live market's feed does; `nil` where it has none.
    let feed: FeedStatus?

    package init(
        member: Topology.Member,
        header: Header,
        beat: Heartbeat,
        slots: [Slot],
        time: Timestamp,
        instruments: InstrumentTable,
        hasEnded: Bool,
        misses: [ProcessRank] = [],
        feed: FeedStatus? = nil
    ) {
        self.member = member
        self.header = header
        self.beat = beat
        self.slots = slots
        self.time = time
        self.instruments = instruments
        self.hasEnded = hasEnded
        self.misses = misses
        self.feed = feed
    }

    /// What `strata status` shows of this process, as one JSON object.
    package var json: String {
        var fields = [
            "\"process\":\"\(member.name)\"", "\"run\":\(header.run)", "\"epoch\":\(header.epoch)",
            "\"event_time\":\"\(time)\"", "\"published\":\(beat.published)", "\"received\":\(beat.received)",
            "\"gaps\":\(beat.gaps)", "\"refused\":\(beat.refused)", "\"forged\":\(beat.forged)",
            "\"ready\":\(beat.ready)", "\"ended\":\(hasEnded)", "\"halted\":\(beat.halt != .none)",
            "\"misses\":[\(misses.map { "\"\($0.name)\"" }.joined(separator: ","))]",
        ]
        if beat.halt != .none {
            fields += [
                "\"halt_reason\":\"\(beat.halt.name)\"", "\"halted_since\":\"\(beat.haltedSince)\"",
                "\"halted_by\":\"\(beat.haltedBy)\"",
            ]
        }
        for slot in slots {
            if let stage = slot.stage as? any StatusReporting { fields += stage.statusFields(instruments) }
        }
        fields += feed?.fields ?? []
        return "{" + fields.joined(separator: ",") + "}"
    }

    private var moment: String { time > .zero ? "event time \(time)" : "waiting for data" }

    /// The same for a person to read: one line, and what the stages add.
    package var lines: String {
        var lines = [
            "\(Columns.pad(member.name, 18, left: true)) \(moment)  said \(beat.published)  "
                + "heard \(beat.received)  gaps \(beat.gaps)  refused \(beat.refused)"
                + (beat.forged > 0 ? "  FORGED \(beat.forged)" : "") + "\(beat.ready ? "" : "  (warming up)")"
                + (misses.isEmpty ? "" : "  misses " + misses.map(\.name).joined(separator: ", "))
        ]
        if let halt = HaltNotice([beat]) { lines.append(halt.text) }
        for slot in slots {
            if let stage = slot.stage as? any StatusReporting { lines += stage.dashboard(instruments) }
        }
        lines += feed?.lines ?? []
        return lines.joined(separator: "\n")
    }
}
