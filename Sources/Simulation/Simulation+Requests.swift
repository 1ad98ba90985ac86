import Delivery
import Market
import Messages
import Stages

/// Requests on their way, and their answers.
extension Simulation {
    func ask(_ asking: Outbox.Asking, from place: Int) {
        let ticket = calls.count
        processes[place].pending.append(asking)
        let deadline = now + asking.answerBy.nanoseconds
        calls.append(
            Call(
                asker: place, start: processes[place].starts, slot: asking.slot, peer: asking.peer,
                id: asking.id, message: asking.message, payload: sealed(asking, from: place),
                deadline: deadline))
        queue.add(.deadline(ticket), at: deadline)
        let target = self.place(of: asking.peer)
        if !processes[target].isAlive, chance.happens(0.5) {
            // It was not even connected: nothing left.
            addReply(.unanswered(asking.id, .peerMissing), to: ticket, at: now + Self.millisecond)
            return
        }
        let faults = options.faults
        if !isCalm, chance.happens(faults.requestLost) { return }
        queue.add(.request(ticket), at: now + chance.milliseconds(1...5))
        if !isCalm, chance.happens(faults.requestDoubled) {
            queue.add(.request(ticket), at: now + chance.milliseconds(1...20_000))
        }
    }

    /// Where a part stands: the venue lives with the executor.
    func place(of rank: ProcessRank) -> Int {
        let host = rank == .venue ? ProcessRank.executor : rank
        return processes.firstIndex { $0.rank == host } ?? 0
    }

    func deliver(_ ticket: Int) {
        let call = calls[ticket]
        let target = place(of: call.peer)
        guard processes[target].isAlive, let message = letIn(call, at: target) else { return }
        let answered = step(target) { $0.request(call.peer, call.id, message) }
        guard let said = answered ?? nil else {
            if answered == nil, processes[target].isJournalKept { checker.unanswered(message) }
            return
        }
        let reply = gates[target]?.approve(said, to: message) ?? said
        trace("\(call.peer.name) answers \(call.id.order.text) \(reply)")
        checker.answered(call.id, call.message, reply, by: call.peer, processes[target])
        let faults = options.faults
        if !isCalm, chance.happens(faults.answerLost) { return }
        var delay = chance.milliseconds(1...5)
        if !isCalm, chance.happens(faults.answerLate) { delay = chance.milliseconds(1000...10_000) }
        addReply(.answered(call.id, reply), to: ticket, at: now + delay)
        if !isCalm, chance.happens(faults.requestDoubled) {
            addReply(.answered(call.id, reply), to: ticket, at: now + 2 * delay)
        }
    }

    /// What a process takes of a request, and the forger hears of it.
    private func letIn(_ call: Call, at target: Int) -> Message? {
        guard call.peer != .venue, TopicCatalogue.entry(call.message.kind).isSealed else {
            return call.message
        }
        guard case .letIn(let message) = judge(call.message.kind, call.payload, at: target) else {
            checker.fail("\(call.peer.name) refused what \(processes[call.asker].rank.name) sealed")
            return nil
        }
        forger.overhear(call.message, at: target, call.payload)
        return message
    }

    /// The one outcome of a request; a later one finds nobody.
    func settle(_ ticket: Int, _ input: Input) {
        let call = calls[ticket]
        guard !call.isSettled else { return }
        calls[ticket].isSettled = true
        let asker = processes[call.asker]
        guard asker.isAlive, asker.starts == call.start else { return }
        if let index = asker.pending.firstIndex(where: { $0.id == call.id && $0.slot == call.slot }) {
            asker.pending.remove(at: index)
        }
        if case .unanswered(_, let why) = input {
            checker.counts.unanswered += 1
            trace("\(asker.rank.name) gets no answer to \(call.id.verb) \(call.id.order.text): \(why)")
        }
        step(call.asker) { $0.deliver(answer: input, toSlot: call.slot) }
    }

    /// The venue says something again, as exchanges do after a lost connection.
    func sayAgain(_ event: VenueEvent) {
        let executor = place(of: .executor)
        guard processes[executor].isAlive else { return }
        checker.counts.eventsAgain += 1
        step(executor) { $0.deliver(.venueEvent(event), id: .none, at: $0.time) }
    }
}
