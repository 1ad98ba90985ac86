import Delivery
import Engine
import Market
import Messages
import Stages

extension ProcessCore {
    /// Event time of the last step.
    package var eventTime: Timestamp { engine.time }
    /// The candles that the feed has said; `nil` where this process plays none.
    package var history: HistoryRing? { feed?.history }
    /// Never: in a free run processes ask each other over the answering socket.
    package var isLockstep: Bool { false }

    /// A signal that somebody outside published: a request like one that is asked, and nobody is answered.
    package func take(signal payload: [UInt8], tooLarge bytes: Int) throws {
        try responder.hear(signal: payload, tooLarge: bytes, for: self)
    }

    /// A step of its own, over at once.
    package func serve(
        _ id: RequestID, _ message: Message, topic: [UInt8], payload: [UInt8]
    ) throws -> Served {
        gate?.pass(message, at: Timestamp(nanoseconds: clock.wall))
        return try perform(.request(id, message)).map { .answered($0) } ?? .unanswered
    }

    /// Halts itself, where it is one of the two that keep a halt.
    package func haltItself() throws(HostError) {
        if let halt { try perform(halt) }
    }

    /// The halt of a process that is one of the two.
    static func halt(of member: Topology.Member) -> FreeInput? {
        guard member.rank == .executor || member.rank == .riskManager else { return nil }
        let command = HaltCommand(unableToKeep: member.name)
        return RequestReader.requestID(.halt(command)).map { .request($0, .halt(command)) }
    }

    /// What `strata status` shows of it: one JSON object.
    package func status() -> String { processStatus.json }

    package func dashboard() -> String { processStatus.lines }

    private var processStatus: ProcessStatus {
        ProcessStatus(
            member: member, header: header, beat: heartbeat(), slots: engine.slots, time: engine.time,
            instruments: settings.instruments, hasEnded: hasEnded, misses: liveness.gone,
            feed: feedStatus?())
    }

    /// How the process is now: what it has handled and counted, whether it is halted, and whether it is
    /// ready.
    package func heartbeat() -> Heartbeat {
        var beat = Heartbeat()
        (beat.process, beat.handled) = (header.source, ripple.said)
        beat.note(haltOf: engine.slots)
        beat.published = publisher.published
        beat.received = receiver.received
        beat.gaps = receiver.gaps
        beat.refused = receiver.refused + UInt64(responder.refused + malformed)
        beat.forged = gate?.forgeries.total ?? 0
        beat.ready = warmUp == nil && catchUp == nil
        return beat
    }
}
