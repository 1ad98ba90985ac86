import Cores
import Delivery
import Engine
import Market
import Messages

/// What it tells of itself.
extension LockstepHost {
    /// How the process is now: what it has handled and counted, and whether it is halted. It is always ready.
    package func heartbeat() -> Heartbeat {
        var beat = Heartbeat()
        beat.process = header.source
        beat.note(haltOf: core.engine.slots)
        beat.handled = core.engine.time
        beat.published = publisher.published
        beat.received = core.inbox.received
        beat.gaps = core.inbox.gaps
        beat.refused = core.inbox.refused + UInt64(responder.refused + desk.malformed)
        beat.forged = edge?.gate.forgeries.total ?? 0
        beat.ready = true
        return beat
    }

    /// What time it is outside, now.
    package var clock: HostClock { .now }
    /// Event time of the last step.
    package var eventTime: Timestamp { core.engine.time }
    /// Always: the answering socket is for people and scripts.
    package var isLockstep: Bool { true }
    /// The candles that the feed has said; `nil` where this process plays none.
    package var history: HistoryRing? { feed?.history }
    /// What `strata status` shows of it: one JSON object.
    package func status() -> String { processStatus.json }
    package func dashboard() -> String { processStatus.lines }

    private var processStatus: ProcessStatus {
        ProcessStatus(
            member: member, header: header, beat: heartbeat(), slots: core.engine.slots,
            time: core.engine.time,
            instruments: settings.instruments, hasEnded: hasEnded)
    }
}
