import Delivery
import Engine
import Market
import Messages
import Sealing
import Stages
import Telemetry

/// What a process does with a round, without a socket: the same in a run and in an audit of it.
package final class LockstepCore {
    /// A request of one of our stages on its way.
    package struct Asked: BitwiseCopyable {
        let event: EventID
        let id: RequestID
        let slot: Int
    }

    /// What came of a round.
    package struct Outcome {
        /// Something said in here waits for the next round.
        package var hasMore: Bool
        /// The answer to a request from outside.
        package var answer: Message?
        /// A request from outside was given up: the step before left it unanswered.
        package var gaveUp: Bool
    }

    /// Of the process: by it frames find out whom they are for.
    package let rank: ProcessRank
    /// Its stages, and the order in which they act.
    package var engine: InProcessHost
    /// What the round at hand wants said, asked, answered and woken.
    package let outbox: LockstepOutbox
    /// What others have said and waits for its round.
    package let inbox: LockstepInbox
    /// By the frame's id, so that answers find them.
    var asked: [Asked] = []
    /// How many recorded events the feed handler has played.
    package var played: UInt64 = 0
    /// Where a process that keeps records has them; it skips those that it stored before it was killed.
    package var records: (any MarkedRecords)?
    /// What others ask leave for in the step at hand, by the frame's id: its seal speaks for all of it.
    private var questions: [(event: EventID, message: Message)] = []
    private var deliveries: [RoutedInput] = []
    private let requests: RequestReader
    private let saidHash: SaidHash

    package init(
        _ rank: ProcessRank, _ topology: Topology, _ instruments: InstrumentTable, header: Header,
        engine: InProcessHost, log: LogObserver
    ) {
        self.rank = rank
        self.engine = engine
        outbox = LockstepOutbox(peers: topology.asked(by: rank).map(\.rank), log: log)
        inbox = LockstepInbox(topology.members, instruments, header: header, keepsBytes: true)
        requests = RequestReader(instruments, header: header)
        saidHash = SaidHash(instruments, header: header)
        self.engine.observer = outbox
        self.engine.gateway = outbox
    }

    /// Lets the stages handle a round, whose frames are taken out of the inbox; what they want to say is in
    /// the outbox then.
    package func play(_ order: Go, _ feed: Message?) throws -> Outcome {
        let gaveUp = order.place.round == 0 && engine.forgetOutsideRequests()
        if feed != nil { played += 1 }
        if order.place.round == 0 { questions.removeAll(keepingCapacity: true) }
        engine.enter(order.place, at: order.time)
        records?.marks.place = order.place
        inbox.takeOut(order.place)
        deliveries.removeAll(keepingCapacity: true)
        engine.begin(order.cause, feed: feed, &deliveries)
        if case .request(let topic, let payload) = order.cause,
            let (id, message) = try requests.read(topic, payload),
            let delivery = engine.delivery(outside: id, message, to: rank)
        {
            deliveries.append(delivery)
        }
        for frame in inbox.taken { if let delivery = delivery(of: frame) { deliveries.append(delivery) } }
        let hasMore = engine.play(order.place, deliveries)
        return Outcome(hasMore: hasMore, answer: engine.takeOutsideAnswer(), gaveUp: gaveUp)
    }

    private func delivery(of frame: LockstepInbox.Held) -> RoutedInput? {
        switch frame.verb {
        case nil: return engine.delivery(of: frame.message, id: frame.header.id)
        case .ask:
            guard let id = RequestReader.requestID(frame.message) else { return nil }
            if case .riskCheck = frame.message { questions.append((frame.header.id, frame.message)) }
            return engine.delivery(
                asking: id, frame.message, of: rank, by: frame.publisher, event: frame.header.id)
        case .answer:
            guard let index = asked.firstIndex(where: { $0.event == frame.header.causes.first }) else {
                return nil
            }
            let own = asked.remove(at: index)
            return RoutedInput(
                .answered(own.id, frame.message), to: own.slot, at: engine.time, id: frame.header.id)
        }
    }

    /// What an answer answers, where it is one that the edge seals.
    package func takeQuestion(of request: EventID) -> Message? {
        questions.firstIndex { $0.event == request }.map { questions.remove(at: $0).message }
    }

    /// Hash of what the round wants to say.
    package func hashSaid() throws -> ChainHash { try saidHash.hash(outbox, at: engine.time) }

    /// Remembers the requests that leave now, so that their answers find their way.
    package func noteAskings() {
        for asking in outbox.askings {
            asked.append(Asked(event: asking.event, id: asking.id, slot: asking.slot))
        }
    }

    /// Takes in the frames of a record and plays its round again; answers the hash of what was said.
    package func playAgain(_ record: InputRecord) throws -> (outcome: Outcome, said: ChainHash) {
        for frame in record.frames {
            let refusal = frame.topic.withUnsafeBytes { topic in
                frame.payload.withUnsafeBytes { inbox.take(topic: topic, payload: $0) }
            }
            if let refusal { throw HostError.failed("the journal holds what can't be read: \(refusal)") }
        }
        let outcome = try play(record.go, record.feed)
        inbox.letGo()
        return (outcome, try hashSaid())
    }
}
