import Cores
import Delivery
import Market
import Messages
import Sealing
import Stages

/// Requests on their way, and their answers.
extension Simulation {
    func ask(_ question: Call.Question, from place: Int, until deadline: Int64) {
        let (number, target) = (calls.count, target(of: question, from: place))
        calls.append(
            Call(asker: place, start: processes[place].starts, target: target, question: question))
        queue.add(.deadline(number), at: deadline)
        if !processes[target].isAlive, chance.happens(0.5) {
            // It was not even connected: nothing left.
            return queue.add(.neverSent(number), at: now + Self.millisecond)
        }
        let faults = options.faults
        if !isCalm, chance.happens(faults.requestLost) { return }
        queue.add(.request(number), at: now + chance.milliseconds(1...5))
        if !isCalm, chance.happens(faults.requestDoubled) {
            queue.add(.request(number), at: now + chance.milliseconds(1...20_000))
        }
    }

    /// How long the venue may take for an answer.
    static let venueAnswer = 5 * second

    private func target(of question: Call.Question, from place: Int) -> Int {
        switch question {
        case .venue: place
        case .frames(.peer(let rank), _, _, _): self.place(of: rank)
        case .frames(.repair(let index), _, _, _):
            self.place(of: topology.heard(by: processes[place].rank)[index].rank)
        case .frames(.history, _, _, _): self.place(of: .feedHandler)
        }
    }

    /// Where a part stands: the venue lives with the executor.
    func place(of rank: ProcessRank) -> Int {
        let host = rank == .venue ? ProcessRank.executor : rank
        return processes.firstIndex { $0.rank == host } ?? 0
    }

    func deliver(_ number: Int) {
        let call = calls[number]
        guard processes[call.target].isAlive else { return }
        switch call.question {
        case .venue(let id, let message):
            var reply: Message?
            let isOver = turn(call.target) { reply = try $0.askVenue(id, message) }
            if isOver, let reply { send(number, .venue(reply)) }
        case .frames(let line, _, let topic, let payload): deliver(number, call, line, topic, payload)
        }
    }

    private func deliver(
        _ number: Int, _ call: Call, _ line: RequestLine, _ topic: [UInt8], _ payload: [UInt8]
    ) {
        let target = processes[call.target]
        let forged = target.gate?.forgeries.total ?? 0
        let isOver = turn(call.target) { core in try take(number, topic, payload, at: call.target, core) }
        if isOver, (target.gate?.forgeries.total ?? 0) > forged {
            checker.fail("\(target.rank.name) refused what \(processes[call.asker].rank.name) sealed")
        }
        // The forger hears what goes to those who hold a key.
        guard case .peer = line, let kind = kind(of: topic), TopicCatalogue.entry(kind).isSealed,
            let found = payload.withUnsafeBytes({ try? decoder.decode(kind, $0) })
        else { return }
        forger.overhear(found.message, at: call.target, payload)
    }

    func kind(of topic: [UInt8]) -> MessageKind? {
        topic.withUnsafeBytes { TopicCatalogue.kind(ofTopic: $0, settings.instruments) }
    }

    /// An answer leaves a process: to another one, or to somebody outside who waits for it.
    func answer(_ request: Int, _ topic: [UInt8], _ payload: [UInt8]) {
        guard request >= 0 else { return outsideAnswer = (topic, payload) }
        send(request, .frames(topic: topic, payload: payload))
    }

    private func send(_ number: Int, _ reply: Call.Reply) {
        let faults = options.faults
        if !isCalm, chance.happens(faults.answerLost) { return }
        var delay = chance.milliseconds(1...5)
        if !isCalm, chance.happens(faults.answerLate) { delay = chance.milliseconds(1000...10_000) }
        replies.append(reply)
        queue.add(.reply(number, reply: replies.count - 1), at: now + delay)
        if !isCalm, chance.happens(faults.requestDoubled) {
            queue.add(.reply(number, reply: replies.count - 1), at: now + 2 * delay)
        }
    }

    // MARK: - Outcomes

    func takeReply(_ number: Int, _ reply: Int) {
        let call = calls[number]
        switch (call.question, replies[reply]) {
        case (.venue(let id, _), .venue(let message)):
            settle(number) { try $0.take(.answered(id, message)) }
        case (.frames(let line, let ticket, _, _), .frames(let topic, let payload)):
            if case .repair = line, !call.isSettled { checker.counts.repairs += 1 }
            topic.withUnsafeBytes { topic in
                payload.withUnsafeBytes { payload in
                    settle(number) {
                        try $0.take(.answered(topic: topic, payload: payload), on: line, ticket: ticket)
                    }
                }
            }
        default: break
        }
    }

    /// No answer came, or none could: the request never left.
    func miss(_ number: Int, _ why: Unanswered) {
        let call = calls[number]
        guard !call.isSettled, isThere(call) else { return }
        switch call.question {
        case .venue(let id, _):
            checker.counts.unanswered += 1
            settle(number) { try $0.take(.unanswered(id, why)) }
        case .frames(let line, let ticket, _, _):
            if case .peer = line { checker.counts.unanswered += 1 }
            if case .repair = line, options.bug == .gapAskedOnce { return }
            settle(number) {
                try $0.take(why == .timedOut ? .noAnswer : .neverSent, on: line, ticket: ticket)
            }
        }
    }

    /// Whether the start that asked still runs.
    private func isThere(_ call: Call) -> Bool {
        processes[call.asker].isAlive && processes[call.asker].starts == call.start
    }

    /// The one outcome of a request; a later one finds nobody, but with the planted mistake.
    private func settle(_ number: Int, _ take: (ProcessCore) throws -> Void) {
        let call = calls[number]
        guard isThere(call) else { return }
        if call.isSettled, options.bug == .answerTwice { return takeAgain(call) }
        guard !call.isSettled else { return }
        calls[number].isSettled = true
        turn(call.asker, take)
    }

    /// The planted mistake: what comes after the outcome is handed on, too.
    private func takeAgain(_ call: Call) {
        guard case .venue(let id, _) = call.question else { return }
        turn(call.asker) { _ = try $0.perform(.answer(.unanswered(id, .timedOut), slot: 0)) }
    }

    /// A request's name, from its content.
    static func requestID(_ message: Message) -> RequestID? {
        switch message {
        case .riskCheck(let check): RequestID(check.intent.clientOrderID, .riskCheck)
        case .submit(let order): RequestID(order.intent.clientOrderID, .submit)
        case .cancel(let order): RequestID(order.clientOrderID, .cancel)
        case .orderQuery(let query): RequestID(query.clientOrderID, .orderQuery)
        case .resume(let command): RequestID(Label(clipping: "\(command.by)"), .resume)
        default: nil
        }
    }

    /// The venue says something again, as exchanges do after a lost connection.
    func sayAgain(_ event: VenueEvent) {
        let executor = place(of: .executor)
        guard processes[executor].isAlive else { return }
        checker.counts.eventsAgain += 1
        turn(executor) { try $0.take(.event(event)) }
    }
}
