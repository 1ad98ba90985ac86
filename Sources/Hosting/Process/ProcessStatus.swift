import Market
import Messages

/// What a process tells of itself: its host's figures, and what its stages add.
struct ProcessStatus {
    let member: Topology.Member
    let header: Header
    let beat: Heartbeat
    let slots: [Slot]
    let time: Timestamp
    let instruments: InstrumentTable
    let hasEnded: Bool
    /// Whom it does not hear any more.
    var misses: [ProcessRank] = []

    /// What `strata status` shows of this process, as one JSON object.
    var json: String {
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
        return "{" + fields.joined(separator: ",") + "}"
    }

    private var moment: String { time > .zero ? "event time \(time)" : "waiting for data" }

    /// The same for a person to read: one line, and what the stages add.
    var lines: String {
        var lines = [
            "\(RunSummary.pad(member.name, 18, left: true)) \(moment)  said \(beat.published)  "
                + "heard \(beat.received)  gaps \(beat.gaps)  refused \(beat.refused)"
                + (beat.forged > 0 ? "  FORGED \(beat.forged)" : "") + "\(beat.ready ? "" : "  (warming up)")"
                + (misses.isEmpty ? "" : "  misses " + misses.map(\.name).joined(separator: ", "))
        ]
        if let halt = HaltNotice([beat]) { lines.append(halt.text) }
        for slot in slots {
            if let stage = slot.stage as? any StatusReporting { lines += stage.dashboard(instruments) }
        }
        return lines.joined(separator: "\n")
    }
}
