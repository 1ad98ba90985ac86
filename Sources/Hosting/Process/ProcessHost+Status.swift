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
}
