import Market
import Messages
import Stages

/// Lines for a person who looks for the cause of a breach.
extension Simulation {
    func trace(_ process: SimulatedProcess) {
        for event in process.tap.venueEvents { trace("\(process.rank.name) venue says \(event)") }
        for frame in process.outbox.frames where frame.message.kind != .ticker {
            trace("\(process.rank.name) says \(frame.message)")
        }
        for asking in process.outbox.askings {
            trace("\(process.rank.name) asks \(asking.peer.name) \(asking.message)")
        }
    }

    func trace(_ text: @autoclosure () -> String) {
        options.trace?("\(Timestamp(nanoseconds: now)) \(text())")
    }
}
