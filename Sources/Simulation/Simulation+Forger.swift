import Delivery
import Market
import Messages
import Sealing
import Stages

/// The edges of the simulated processes, which are those of the real ones, and who tries to get past them.
extension Simulation {
    /// A process that starts has an edge of its own.
    func openGate(at place: Int) {
        let rank = processes[place].rank
        guard TopicCatalogue.needsRequestKey(rank) else { return }
        resumeFrom[rank] = now
        let approves = rank == .riskManager || rank == .executor
        gates[place] = Gate(
            "\(processes[place].name)", run: 1, settings.instruments,
            Keys(request: keys.request, approval: approves ? keys.approval : nil), startedAt: wallTime)
    }

    var wallTime: Timestamp { Timestamp(nanoseconds: now) }

    /// A request as it leaves a process: under seal. The venue is no process of the system.
    func sealed(_ asking: Outbox.Asking, from place: Int) -> [UInt8] {
        guard asking.peer != .venue, let gate = gates[place] else { return [] }
        var header = Header()
        (header.run, header.source, header.time) = (1, processes[place].name, processes[place].engine.time)
        guard let bytes = try? encoder.bytes(asking.message, header) else { return [] }
        return gate.seal(asking.message.kind, bytes, to: "\(processes[self.place(of: asking.peer)].name)")
    }

    /// A person's command as it leaves `strata`.
    func sealed(_ message: Message, to place: Int) -> [UInt8] {
        guard let bytes = try? encoder.bytes(bare: message) else { return [] }
        let gate = Gate(
            "strata", run: 1, settings.instruments, Keys(request: keys.request, approval: nil),
            startedAt: wallTime)
        return gate.seal(message.kind, bytes, to: "\(processes[place].name)")
    }

    /// What came of a request at an edge.
    enum Judgement {
        case letIn(Message)
        case refused
    }

    /// Judges a request by its bytes, as `Responder` does.
    func judge(_ kind: MessageKind, _ payload: [UInt8], at place: Int) -> Judgement {
        guard options.bug != .edgeUnchecked else { return unchecked(kind, payload) }
        guard let gate = gates[place], case .open(let map) = gate.admit(kind, payload),
            let read = read(kind, map)
        else { return .refused }
        let message = gate.examine(read)
        if gate.refusal(of: message, at: wallTime) != nil { return .refused }
        gate.pass(message, at: wallTime)
        return .letIn(message)
    }

    /// The planted mistake: what carries a seal is believed.
    private func unchecked(_ kind: MessageKind, _ payload: [UInt8]) -> Judgement {
        guard let message = read(kind, payload) else { return .refused }
        guard case .submit(var order) = message else { return .letIn(message) }
        order.seal = .absent
        return .letIn(.submit(order))
    }

    private func read(_ kind: MessageKind, _ map: [UInt8]) -> Message? {
        map.withUnsafeBytes { bytes in
            kind == .halt || kind == .resume
                ? try? decoder.decode(bare: kind, bytes) : try? decoder.decode(kind, bytes).message
        }
    }

    private static func requestID(_ message: Message) -> RequestID? {
        switch message {
        case .riskCheck(let check): RequestID(check.intent.clientOrderID, .riskCheck)
        case .submit(let order): RequestID(order.intent.clientOrderID, .submit)
        case .cancel(let order): RequestID(order.clientOrderID, .cancel)
        case .resume(let command): RequestID(Label(clipping: "\(command.by)"), .resume)
        default: nil
        }
    }

    // MARK: - The forger

    /// The forger tries something: whatever it is, it is refused, or does what was done before.
    func forge() {
        if now < end {
            let wait = Double(Self.minute) / max(options.faults.forgeriesAMinute, 0.01)
            queue.add(.forger, at: now + Int64(wait * (0.5 + forger.chance.fraction())))
        }
        let executor = place(of: .executor)
        guard let attempt = forger.next(executor: executor, at: wallTime), isUp(attempt.target),
            let gate = gates[attempt.target]
        else { return }
        let before = gate.forgeries.total
        let judgement = judge(attempt.kind, attempt.payload, at: attempt.target)
        trace("the forger tries \(attempt.trick) of \(attempt.kind): \(judgement)")
        switch judgement {
        case .refused:
            let isCounted = gate.forgeries.total == before + 1 || options.bug == .edgeUnchecked
            checker.forged(attempt, isCounted: isCounted)
        case .letIn(let message): carryOut(message, attempt, gate.forgeries.total > before)
        }
    }

    /// Something of the forger's got past the edge: a frame that was carried out before, or an entry that is
    /// marked as broken.
    private func carryOut(_ message: Message, _ attempt: Forger.Attempt, _ isCounted: Bool) {
        let rank = processes[attempt.target].rank
        guard let id = Self.requestID(message) else { return }
        let answered = step(attempt.target) { $0.request(rank, id, message) }
        guard let reply = answered ?? nil else { return }
        if attempt.trick == .replay {
            checker.counts.replays += 1
            checker.answered(id, message, reply, by: rank, processes[attempt.target])
        } else {
            checker.forged(attempt, reply, isCounted: isCounted)
        }
    }
}
