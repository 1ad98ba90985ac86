import Messages

extension ProcessHost {
    func status() -> String { processStatus.json }

    func dashboard() -> String { processStatus.lines }

    private var processStatus: ProcessStatus {
        ProcessStatus(
            member: member, header: header, beat: heartbeat(), slots: engine.slots, time: engine.time,
            instruments: settings.instruments, hasEnded: hasEnded, misses: liveness.gone)
    }
}
