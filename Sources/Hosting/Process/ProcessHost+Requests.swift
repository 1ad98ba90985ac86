import Bus
import Market
import Messages
import Stages

extension ProcessHost {
    var eventTime: Timestamp { engine.time }

    var history: HistoryRing? { feed?.history }

    var isLockstep: Bool { false }

    /// A step of its own, over at once.
    func serve(_ id: RequestID, _ message: Message, topic: [UInt8], payload: [UInt8]) throws -> Served {
        gate?.pass(message, at: Timestamp(nanoseconds: WallClock.now()))
        return try perform(.request(id, message)).map { .answered($0) } ?? .unanswered
    }
}
