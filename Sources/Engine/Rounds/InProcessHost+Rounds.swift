import Market
import Messages
import Stages

/// The host of one process in lockstep: a conductor says which round of which step it handles.
extension InProcessHost {
    /// A published frame for those in here that hear it.
    package func delivery(of message: Message, id: EventID) -> RoutedInput {
        RoutedInput(.message(message), to: heard(message), at: time, id: id)
    }

    /// A request of another process, which gets its answer through the gateway.
    package mutating func delivery(
        asking id: RequestID, _ message: Message, of rank: ProcessRank, by member: Int, event: EventID
    ) -> RoutedInput? {
        guard let slot = places.firstIndex(where: { $0.rank == rank }) else { return nil }
        asks.append(PendingAsk(id: id, asker: PendingAsk.remote(member), event: event))
        return RoutedInput(.request(id, message), to: slot, at: time, id: event)
    }

    /// Appends what begins a step in here. `feed` is the feed handler's event.
    package mutating func begin(_ cause: Go.Cause, feed: Message?, _ deliveries: inout [RoutedInput]) {
        switch cause {
        case .frames, .request: break
        case .join: for slot in places.indices { deliveries.append(RoutedInput(.joined, to: slot, at: time)) }
        case .end:
            for slot in places.indices { deliveries.append(RoutedInput(.endOfData, to: slot, at: time)) }
        case .event:
            guard let feed else { return }
            observer?.input(feed, at: time)
            deliveries.append(RoutedInput(.message(feed), to: 0, at: time))
        case .timer(let place):
            let slot = places.firstIndex { $0.rank == place.rank && $0.instance == place.instance }
            if let slot { deliveries.append(RoutedInput(.woken(place.timer), to: slot, at: time)) }
        }
    }

    /// A request of somebody who is no stage; `takeOutsideAnswer` has the answer.
    package mutating func delivery(
        outside id: RequestID, _ message: Message, to rank: ProcessRank
    ) -> RoutedInput? {
        guard let slot = places.firstIndex(where: { $0.rank == rank }) else { return nil }
        outsideAnswers.removeAll(keepingCapacity: true)
        asks.append(PendingAsk(id: id, asker: PendingAsk.outside, event: .none))
        return RoutedInput(.request(id, message), to: slot, at: time)
    }

    /// The answer to the last request from outside, once it is there.
    package mutating func takeOutsideAnswer() -> Message? {
        guard !outsideAnswers.isEmpty else { return nil }
        return outsideAnswers.removeFirst().message
    }

    /// Whether a request from outside was still open; its late answer would find nobody.
    package mutating func forgetOutsideRequests() -> Bool {
        let count = asks.count
        asks.removeAll { $0.asker == PendingAsk.outside }
        return asks.count < count
    }

    /// Moves to a round: the first of a step lets go of what the last step left.
    package mutating func enter(_ place: StepPlace, at time: Timestamp) {
        step = place.step
        self.time = time
        if place.round == 0 { current.clear() }
    }

    /// Handles one round: what came in, and what was said in here in the round before, in the order of
    /// their ids. Answers whether something said in here waits for the next round.
    package mutating func play(_ place: StepPlace, _ inbox: [RoutedInput]) -> Bool {
        for delivery in inbox { current.append(delivery) }
        if place.round > 0 { current.sort() }
        playRound(place.round)
        records?.commit(at: time)
        return !current.isEmpty
    }
}
