import Engine

/// Where one stage stands on the bus of its process.
package struct IntraProcessPort {
    private let bus: IntraProcessBus
    private let place: Int

    /// `nil` where the stage has nobody to talk to there.
    package init?(_ bus: IntraProcessBus, _ member: Topology.Member) {
        guard bus.count > 1, let place = bus.place(of: member) else { return nil }
        (self.bus, self.place) = (bus, place)
    }

    /// Whether something waits for it.
    package var hasWords: Bool { bus.hasWords(for: place) }

    /// It hears topics that begin so.
    package func subscribe(to prefix: [UInt8]) { bus.subscribe(place, to: prefix) }

    /// What the others subscribe to, as a PUB socket tells of those who join.
    package var joins: [[UInt8]] { bus.prefixes(without: place) }

    /// Says a frame to the others who subscribe.
    package func publish(_ topic: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer) {
        bus.publish(topic, payload, from: place)
    }

    /// Whether a process of the run is one with which it shares this one.
    package func reaches(_ member: Topology.Member) -> Bool { bus.place(of: member) != nil }

    /// Asks another one; false where too many of its requests wait. Once taken, it comes to one outcome: by
    /// `takeAll` or by `expire`.
    package func ask(
        _ member: Topology.Member, on line: RequestLine, ticket: Int, topic: UnsafeRawBufferPointer,
        payload: UnsafeRawBufferPointer, answerBy: Int64
    ) -> Bool {
        guard let other = bus.place(of: member) else { return false }
        return bus.ask(
            other, from: place, on: line, ticket: ticket, topic: topic, payload: payload, answerBy: answerBy)
    }

    /// Answers a request that came in by `takeAll`.
    package func answer(
        _ request: Int, _ topic: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer
    ) { bus.answer(request, topic, payload) }

    /// Takes what waits, oldest first.
    package func takeAll(
        _ body: (IntraProcessWord, UnsafeRawBufferPointer, UnsafeRawBufferPointer) throws -> Void
    ) rethrows { try bus.takeAll(place, body) }

    /// The earliest moment by which a request of its own is to be answered, monotonic ns.
    package var nextDeadline: Int64 { bus.nextDeadline(of: place) }

    /// Gives up what was not answered by now: the line and ticket of each.
    package func expire(now: Int64) -> [(line: RequestLine, ticket: Int)] { bus.expire(place, now: now) }
}
