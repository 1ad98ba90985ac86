import Cores
import Delivery
import Market
import Messages
import Stages

/// Lines for a person who looks for the cause of a breach.
extension Simulation {
    func trace(_ process: SimulatedProcess, _ input: FreeInput, _ outbox: Outbox, _ answer: Message?) {
        let name = process.rank.name
        for event in process.tap.venueEvents { trace("\(name) venue says \(event)") }
        if case .answer(.unanswered(let id, let why), _) = input {
            trace("\(name) gets no answer to \(id.verb) \(id.order.text): \(why)")
        }
        for frame in outbox.frames where frame.message.kind != .ticker {
            trace("\(name) says \(frame.message)")
        }
        for asking in outbox.askings { trace("\(name) asks \(asking.peer.name) \(asking.message)") }
        if let answer { trace("\(name) answers \(answer)") }
    }

    func trace(_ text: @autoclosure () -> String) {
        options.trace?("\(Timestamp(nanoseconds: now + ahead)) \(text())")
    }
}
