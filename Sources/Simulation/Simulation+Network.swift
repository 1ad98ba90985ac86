import Messages

/// Frames on their way: what the sockets do in a real run.
extension Simulation {
    /// Who hears a topic.
    struct Route {
        let kind: MessageKind?
        let listeners: [Int]
    }

    /// Sends a frame to whoever hears it. One that is silent was not sent: it lies in the rings of a process
    /// that goes on, for those who ask.
    func publish(
        _ topic: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer, from place: Int, isSilent: Bool
    ) {
        let route = route(of: topic, from: place)
        if let kind = route.kind, kind == .signal || kind == .report,
            let said = try? decoder.decode(kind, payload)
        {
            checker.said(said.message, at: said.header.time)
        }
        let listeners = isSilent ? [] : route.listeners.filter { processes[$0].isAlive }
        guard !listeners.isEmpty else { return }
        let packet = packets.add(topic, payload, for: listeners.count)
        for listener in listeners { transmit(packet, from: place, to: listener) }
    }

    private func route(of topic: UnsafeRawBufferPointer, from place: Int) -> Route {
        let key = Array(topic)
        if let known = routes[key] { return known }
        let listeners = processes.indices.filter { other in
            other != place && subscriptions[other].contains { topic.starts(with: $0) }
        }
        let route = Route(
            kind: TopicCatalogue.kind(ofTopic: topic, settings.instruments), listeners: listeners)
        routes[key] = route
        return route
    }

    private func transmit(_ packet: Int, from place: Int, to listener: Int) {
        let faults = options.faults
        let event = SimulatedEvent.frame(to: listener, start: processes[listener].starts, packet: packet)
        // A connection keeps the order, but for what is late.
        let line = place * processes.count + listener
        if !isCalm {
            let fate = chance.fraction()
            if fate < faults.lost {
                packets.drop(packet)
                return nudge(place)
            }
            if fate < faults.lost + faults.late {
                return queue.add(event, at: now + chance.milliseconds(5...3000))
            }
            if fate < faults.lost + faults.late + faults.doubled {
                checker.counts.doubles += 1
                packets.copy(packet)
                queue.add(event, at: now + chance.milliseconds(1...5000))
            }
        }
        arrivals[line] = max(arrivals[line], now + chance.milliseconds(1...4))
        queue.add(event, at: arrivals[line])
    }

    /// Something was lost: the next heartbeat of a real run would come within a quarter of a second. Those
    /// that tell nothing new are left out here, which makes a day affordable.
    private func nudge(_ place: Int) {
        guard nudges[place] < now else { return }
        nudges[place] = now + chance.milliseconds(1...250)
        queue.add(.nudge(place, start: processes[place].starts), at: nudges[place])
    }

    /// A heartbeat that is due by now.
    func beat(_ place: Int, _ start: Int) {
        guard processes[place].starts == start else { return }
        turn(place) { try $0.joined(prefix: Self.heartbeats) }
    }

    static let heartbeats = Array("heartbeat/".utf8)

    /// A frame at a listener.
    func arrive(at place: Int, _ start: Int, _ number: Int) {
        let packet = packets[number]
        defer { packets.drop(number) }
        guard processes[place].starts == start else { return }
        turn(place, isTick: false) { core in
            packet.topic.withUnsafeBytes { topic in
                packet.payload.withUnsafeBytes { core.take(topic: topic, payload: $0) }
            }
        }
    }

    /// A process's subscriptions reach another one that runs: the two have found each other.
    func join(_ place: Int, _ start: Int, by other: Int) {
        guard processes[place].starts == start, processes[other].isAlive else { return }
        turn(place) { core in
            for prefix in subscriptions[other] { try core.joined(prefix: prefix) }
        }
    }

    /// A process that starts finds the others, and they find it.
    func connect(_ place: Int) {
        for other in processes.indices where other != place && processes[other].isAlive {
            for (publisher, listener) in [(place, other), (other, place)] {
                let event = SimulatedEvent.joined(
                    publisher, start: processes[publisher].starts, by: listener)
                queue.add(event, at: now + chance.milliseconds(1...100))
            }
        }
    }
}
