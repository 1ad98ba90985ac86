import Cores
import Delivery
import Market
import Messages
import Sealing
import Stages

/// The edges of the simulated processes, which are those of the real ones, and who tries to get past them.
extension Simulation {
    /// The edge of a process that starts.
    func gate(of process: SimulatedProcess) -> Gate? {
        guard TopicCatalogue.needsRequestKey(process.rank) else { return nil }
        let approves = process.rank == .riskManager || process.rank == .executor
        return Gate(
            process.member.name, run: runNumber, settings.instruments,
            Keys(request: keys.request, approval: approves ? keys.approval : nil), startedAt: wallTime)
    }

    var wallTime: Timestamp { Timestamp(nanoseconds: now + ahead) }

    /// A person's command as it leaves `strata`.
    func sealed(_ message: Message, to place: Int) -> [UInt8] {
        guard let bytes = try? encoder.bytes(bare: message) else { return [] }
        let gate = Gate(
            "strata", run: runNumber, settings.instruments, Keys(request: keys.request, approval: nil),
            startedAt: wallTime)
        return gate.seal(message.kind, bytes, to: processes[place].member.name)
    }

    /// Hands a request on to a process.
    func take(
        _ number: Int, _ topic: [UInt8], _ payload: [UInt8], at place: Int, _ core: ProcessCore
    ) throws {
        guard options.bug == .edgeUnchecked, let kind = kind(of: topic),
            TopicCatalogue.entry(kind).isSealed
        else { return try core.take(request: number, topic: topic, payload: payload, tooLarge: 0) }
        try takeUnchecked(number, kind, payload, at: place, core)
    }

    /// The planted mistake: what carries a seal is believed.
    private func takeUnchecked(
        _ number: Int, _ kind: MessageKind, _ payload: [UInt8], at place: Int, _ core: ProcessCore
    ) throws {
        guard var message = read(kind, payload), let id = Self.requestID(message) else { return }
        if case .submit(var order) = message {
            order.seal = .absent
            message = .submit(order)
        }
        guard let reply = try core.perform(.request(id, message)) else { return }
        let topic = Array("\(TopicCatalogue.entry(reply.kind).prefix)".utf8)
        answer(number, topic, try encoder.bytes(reply, Header()))
    }

    private func read(_ kind: MessageKind, _ map: [UInt8]) -> Message? {
        map.withUnsafeBytes { bytes in
            kind == .halt || kind == .resume
                ? try? decoder.decode(bare: kind, bytes) : try? decoder.decode(kind, bytes).message
        }
    }

    /// Somebody outside asks: the answer, `nil` where there is none or the process died over it.
    func askFromOutside(_ kind: String, _ payload: [UInt8], at place: Int) -> OutsideAnswer? {
        outsideAnswer = nil
        let isOver = turn(place) { try take(-1, Array(kind.utf8), payload, at: place, $0) }
        guard isOver, let found = outsideAnswer else { return nil }
        guard let kind = self.kind(of: found.topic),
            let reply = found.payload.withUnsafeBytes({ try? decoder.decode(kind, $0).message })
        else { return .refused(String(decoding: found.payload, as: UTF8.self)) }
        return .answered(reply)
    }

    /// What somebody outside gets.
    enum OutsideAnswer {
        case refused(String)
        case answered(Message)
    }

    // MARK: - The forger

    /// The forger tries something: whatever it is, it is refused, or does what was done before.
    func forge() {
        if left > 0 {
            let wait = Double(Self.minute) / max(options.faults.forgeriesAMinute, 0.01)
            queue.add(.forger, at: now + Int64(wait * (0.5 + forger.chance.fraction())))
        }
        let executor = place(of: .executor)
        guard let attempt = forger.next(executor: executor, at: wallTime), isUp(attempt.target),
            let gate = processes[attempt.target].gate
        else { return }
        let before = gate.forgeries.total
        let word = "\(TopicCatalogue.entry(attempt.kind).prefix)"
        let answer = askFromOutside(word, attempt.payload, at: attempt.target)
        let isCounted = gate.forgeries.total == before + 1 || options.bug == .edgeUnchecked
        trace("the forger tries \(attempt.trick) of \(attempt.kind): \(answer.map { "\($0)" } ?? "nothing")")
        switch answer {
        case .refused: checker.forged(attempt, isCounted: isCounted)
        case .answered(.acknowledge(let word)) where !word.ok && word.reason.code == .replayed:
            checker.forged(attempt, isCounted: isCounted)
        case .answered where attempt.trick == .replay: checker.counts.replays += 1
        case .answered(let reply): checker.forged(attempt, reply, isCounted: isCounted)
        case nil: break
        }
    }
}
