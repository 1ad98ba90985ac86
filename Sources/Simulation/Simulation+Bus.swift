import Delivery
import Engine
import Market
import Messages
import Stages

/// Frames on their way. Where they come in stands what stands there in a free run: `FrameReceiver`.
extension Simulation {
    private func topic(of message: Message, from place: Int) -> Int {
        let symbol = message.symbol
        let part = settings.instruments.contains(symbol) ? symbol.int : width - 1
        let topic = Int(message.kind.rawValue) * width + part
        if said[topic] == nil {
            let name = TopicCatalogue.topic(of: message, settings.instruments)
            said[topic] = SaidTopic(bytes: Array(name.utf8), publisher: place)
        }
        return topic
    }

    /// Says a frame; one that is silent lies in the ring alone, for those who ask.
    func publish(_ frame: Frame, from place: Int, isSilent: Bool = false) {
        checker.said(frame)
        let topic = topic(of: frame.message, from: place)
        var header = Header()
        header.source = processes[place].name
        header.epoch = processes[place].epoch
        header.sequence = (said[topic]?.newest ?? 0) + 1
        (header.id, header.causes, header.time) = (frame.id, frame.causes, frame.time)
        said[topic]?.append(frame, header)
        guard !isSilent, let number = said[topic]?.frames.count else { return }
        for listener in processes.indices where listener != place && processes[listener].isAlive {
            guard processes[listener].hearing.contains(frame.message.kind) else { continue }
            transmit(topic, number - 1, from: place, to: listener)
        }
    }

    private func transmit(_ topic: Int, _ number: Int, from place: Int, to listener: Int) {
        let faults = options.faults
        let event = SimulatedEvent.frame(to: listener, topic: topic, number: number)
        var delay = chance.milliseconds(1...4)
        if !isCalm {
            if chance.happens(faults.lost) { return beat(from: place, to: listener) }
            if chance.happens(faults.late) { delay = chance.milliseconds(5...3000) }
            if chance.happens(faults.doubled) {
                checker.counts.doubles += 1
                queue.add(event, at: now + chance.milliseconds(1...5000))
            }
        }
        queue.add(event, at: now + delay)
    }

    /// A frame at a listener.
    func arrive(at place: Int, _ topic: Int, _ number: Int) {
        let process = processes[place]
        guard process.isAlive, let said = said[topic] else { return }
        let (frame, header) = said.frames[number]
        process.take(frame.message, header, topic: topic, said.bytes, now)
        handleReady(at: place)
    }

    /// The states of a topic, said again to who joined.
    func arriveAgain(at place: Int, _ topic: Int) {
        let process = processes[place]
        guard process.isAlive, let said = said[topic] else { return }
        for (message, header) in said.lastWords {
            var header = header
            header.newest = said.newest
            process.take(message, header, topic: topic, said.bytes, now)
        }
        handleReady(at: place)
    }

    /// Hands on what is in order, as the process's host does, and looks whether something is missing.
    func handleReady(at place: Int) {
        let process = processes[place]
        for ready in process.receiver.takeReady() where process.isAlive {
            if process.catchUp?.holds(ready) == true { continue }
            handle(ready, at: place)
        }
        guard process.isAlive else { return }
        if process.receiver.lost > process.lost {
            process.lost = process.receiver.lost
            checker.lost(by: process)
        }
        guard !process.isRepairing, !process.receiver.open.isEmpty else { return }
        process.isRepairing = true
        queue.add(.repair(place, start: process.starts), at: now + Self.patience)
    }

    func handle(_ ready: FrameReceiver.Ready, at place: Int) {
        let process = processes[place]
        defer { process.receiver.handled(ready) }
        if case .kline(let kline) = ready.message, !process.isNew(kline) { return }
        checker.handled(ready.message, by: process)
        step(place) { $0.deliver(ready.message, id: ready.header.id, at: ready.header.time) }
    }

    // MARK: - Heartbeats

    /// The next heartbeat but those that are lost.
    func beat(from place: Int, to listener: Int) {
        var delay = chance.milliseconds(1...250)
        while !isCalm, chance.happens(options.faults.lost) { delay += 250 * Self.millisecond }
        queue.add(.beat(from: place, to: listener), at: now + delay)
    }

    /// A heartbeat tells how far its sayer's topics have come.
    func hearBeat(from place: Int, at listener: Int) {
        let (teller, process) = (processes[place], processes[listener])
        guard isUp(place), process.isAlive else { return }
        var header = Header()
        (header.source, header.epoch) = (teller.name, teller.epoch)
        for index in said.indices {
            guard let topic = said[index], topic.publisher == place, topic.newest > 0,
                process.hearing.contains(TopicCatalogue.entries[index / width].kind)
            else { continue }
            topic.bytes.withUnsafeBytes { process.receiver.heard($0, topic.newest, header, now) }
        }
        process.receiver.remember(teller: teller.name)
        handleReady(at: listener)
    }

    // MARK: - Repair

    /// As `GapQuestions`: after how long a missing frame is asked for, and how long an answer may take.
    private static let patience = 2 * millisecond
    private static let answerBy = 500 * millisecond

    /// Asks for what is missing, one request a publisher at a time, and gives up what nobody gave in time.
    func repair(at place: Int, _ start: Int) {
        let process = processes[place]
        guard process.isAlive, process.starts == start else { return }
        process.isRepairing = false
        process.receiver.expire(now: now)
        for gap in process.receiver.missing(now: now, patience: Self.patience) { ask(for: gap, at: place) }
        handleReady(at: place)
    }

    private func ask(for gap: FrameReceiver.Gap, at place: Int) {
        guard let publisher = processes.firstIndex(where: { $0.name == gap.source }),
            processes[place].askedUntil[publisher] <= now
        else { return }
        processes[place].askedUntil[publisher] = now + Self.answerBy
        let faults = options.faults
        if !isCalm, chance.happens(faults.requestLost + faults.answerLost) { return }
        gaps.append(gap)
        let event = SimulatedEvent.replayed(to: place, start: processes[place].starts, gap: gaps.count - 1)
        queue.add(event, at: now + chance.milliseconds(1...20))
    }

    /// What a publisher gives again; one that is dead gives nothing.
    func takeReplay(at place: Int, _ start: Int, of number: Int) {
        let (process, gap) = (processes[place], gaps[number])
        guard process.isAlive, process.starts == start,
            let topic = said.first(where: { $0?.bytes == gap.topic }) ?? nil, isUp(topic.publisher)
        else { return }
        process.askedUntil[topic.publisher] = now
        checker.counts.repairs += 1
        process.receiver.take(repaired: topic.kept(gap.first, gap.last) ?? [], of: gap, now: now)
        handleReady(at: place)
    }
}
