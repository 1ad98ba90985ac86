import Messages

extension ProcessHost {
    /// What `strata status` shows of this process, as one JSON object.
    func status() -> String {
        let beat = heartbeat()
        var fields = [
            "\"process\":\"\(member.name)\"", "\"run\":\(header.run)", "\"epoch\":\(header.epoch)",
            "\"event_time\":\"\(engine.time)\"", "\"published\":\(beat.published)", "\"received\":\(beat.received)",
            "\"gaps\":\(beat.gaps)", "\"refused\":\(beat.refused)", "\"ready\":\(beat.ready)", "\"ended\":\(hasEnded)",
        ]
        for slot in engine.slots {
            if let stage = slot.stage as? any StatusReporting { fields += stage.statusFields(settings.instruments) }
        }
        return "{" + fields.joined(separator: ",") + "}"
    }

    /// The same for a person to read: one line, and what the stages add.
    func dashboard() -> String {
        let beat = heartbeat()
        var lines = [
            "\(RunSummary.pad(member.name, 18, left: true)) event time \(engine.time)  said \(beat.published)  heard "
                + "\(beat.received)  gaps \(beat.gaps)  refused \(beat.refused)\(beat.ready ? "" : "  (warming up)")"
        ]
        for slot in engine.slots {
            if let stage = slot.stage as? any StatusReporting { lines += stage.dashboard(settings.instruments) }
        }
        return lines.joined(separator: "\n")
    }
}
