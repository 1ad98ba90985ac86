import Configuration
import Executor
import Market
import Messages
import Stages

/// The executor with a planted mistake.
struct BentExecutor: Stage {
    private var inner: ExecutorStage
    private let bug: PlantedBug?
    private var placed: [OrderIntent] = []
    private var fills: [Fill] = []

    init(_ settings: Settings, _ bug: PlantedBug?) {
        inner = ExecutorStage(settings: settings)
        self.bug = bug
    }

    mutating func handle(_ input: Envelope, into effects: inout Effects) {
        var said = Effects()
        inner.handle(changed(input, &said), into: &said)
        for effect in said.list {
            if case .ask(_, _, .place(let intent), _) = effect { placed.append(intent) }
            if case .publish(.fill(let fill), _) = effect { fills.append(fill) }
        }
        if bug == .haltIgnored, isHalt(input) {
            if case .request(let id, _) = input.input { acknowledge(id, &effects) }
            return
        }
        effects.add(said)
    }

    private func isHalt(_ input: Envelope) -> Bool {
        switch input.input {
        case .request(_, .halt): true
        case .message(.riskAlert(let alert)): alert.halted
        default: false
        }
    }

    /// The input as the mistake lets it in; what the mistake does by itself is said at once.
    private func changed(_ input: Envelope, _ effects: inout Effects) -> Envelope {
        switch (bug, input.input) {
        case (.timeoutTakenForRefusal?, .unanswered(let id, .timedOut)) where id.verb == .place:
            return Envelope(.unanswered(id, .peerMissing), at: input.time, id: input.id)
        case (.retryUnderNewID?, .unanswered(let id, .timedOut)) where id.verb == .place:
            retry(id.order, &effects)
        case (.fillCountedTwice?, .message(.venueEvent(let event))) where event.kind == .filled:
            let isIt = { (fill: Fill) in fill.symbol == event.symbol && fill.venueID == event.eventID }
            guard let fill = fills.last(where: isIt) else { break }
            effects.store(.fill(fill))
            effects.publish(.fill(fill))
        case (.haltIgnored?, _) where isHalt(input):
            return Envelope(.link(.feedHandler, .up), at: input.time, id: input.id)
        default: break
        }
        return input
    }

    private func retry(_ order: ClientOrderID, _ effects: inout Effects) {
        guard var intent = placed.last(where: { $0.clientOrderID == order }), order.leg < 128 else { return }
        intent.clientOrderID.leg += 128
        effects.ask(.venue, RequestID(intent.clientOrderID, .place), .place(intent))
    }

    private func acknowledge(_ id: RequestID, _ effects: inout Effects) {
        var answer = Acknowledge()
        answer.ok = true
        effects.answer(id, .acknowledge(answer))
    }

    mutating func recover(_ record: Record) { inner.recover(record) }
    func save(into writer: inout StateWriter) { inner.save(into: &writer) }
    mutating func restore(from reader: inout StateReader) throws(StateError) {
        try inner.restore(from: &reader)
    }
}
