import Hosting
import Market
import Messages
import Stages

/// Frames on their way.
extension Simulation {
    func topic(of message: Message) -> Int {
        let symbol = message.symbol
        let part = settings.instruments.contains(symbol) ? symbol.int : width - 1
        return Int(message.kind.rawValue) * width + part
    }

    func publish(_ frame: Frame, from place: Int) {
        checker.said(frame)
        let topic = topic(of: frame.message)
        said[topic].append(frame)
        for listener in processes.indices where listener != place {
            guard processes[listener].isAlive, processes[listener].hearing.contains(frame.message.kind) else {
                continue
            }
            transmit(topic, said[topic].count, to: listener)
        }
    }

    private func transmit(_ topic: Int, _ number: Int, to listener: Int) {
        let faults = options.faults
        var delay = chance.milliseconds(1...4)
        if !isCalm {
            if chance.happens(faults.lost) {
                // A heartbeat tells of it in the end.
                let event = SimulatedEvent.repair(to: listener, topic: topic, upTo: number)
                queue.add(event, at: now + chance.milliseconds(250...1500))
                return
            }
            if chance.happens(faults.late) { delay = chance.milliseconds(5...3000) }
            if chance.happens(faults.doubled) {
                let event = SimulatedEvent.frame(to: listener, topic: topic, number: number)
                queue.add(event, at: now + chance.milliseconds(1...5000))
            }
        }
        queue.add(.frame(to: listener, topic: topic, number: number), at: now + delay)
    }

    private func delivery(_ topic: Int) -> Delivery {
        TopicCatalogue.entries[topic / width].delivery
    }

    /// A frame at a listener: the next one is handled, an early one waits for what lies between.
    func arrive(at place: Int, _ topic: Int, _ number: Int) {
        guard processes[place].isAlive else { return }
        let line = processes[place].lines[topic]
        guard number > line.last else {
            checker.counts.doubles += 1
            return
        }
        guard delivery(topic) == .everyOne, number > line.last + 1 else {
            return take(place, topic, number)
        }
        if !line.early.contains(number) { processes[place].lines[topic].early.append(number) }
        guard !line.isBeingRepaired else { return }
        processes[place].lines[topic].isBeingRepaired = true
        let event = SimulatedEvent.repair(to: place, topic: topic, upTo: number)
        queue.add(event, at: now + chance.milliseconds(1...20))
    }

    private func take(_ place: Int, _ topic: Int, _ number: Int) {
        let process = processes[place]
        process.lines[topic].last = max(number, process.lines[topic].last)
        handle(said[topic][number - 1], at: place)
        while process.isAlive, process.lines[topic].hasNext {
            process.lines[topic].last += 1
            handle(said[topic][process.lines[topic].last - 1], at: place)
        }
        process.lines[topic].forgetOld()
    }

    /// What was missed is asked for and comes, in order. Where only the newest counts it stays lost.
    func repair(at place: Int, _ topic: Int, _ upTo: Int) {
        let process = processes[place]
        guard process.isAlive else { return }
        guard delivery(topic) == .everyOne else { return }
        checker.counts.repairs += 1
        process.lines[topic].isBeingRepaired = false
        while process.isAlive, process.lines[topic].last < upTo {
            take(place, topic, process.lines[topic].last + 1)
        }
    }

    /// Gives a frame to the stages, as the process's host does.
    func handle(_ frame: Frame, at place: Int) {
        let process = processes[place]
        if case .kline(let kline) = frame.message, !process.isNew(kline) { return }
        checker.handled(frame, by: process)
        step(place) { $0.deliver(frame.message, id: frame.id, at: frame.time) }
    }
}
