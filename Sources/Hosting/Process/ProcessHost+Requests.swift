import Market
import Messages
import Stages

extension ProcessHost {
    var eventTime: Timestamp { engine.time }

    var history: HistoryRing? { feed?.history }

    /// A step of its own, over at once.
    func serve(_ id: RequestID, _ message: Message, topic: [UInt8], payload: [UInt8]) throws -> Served {
        var reply: Message?
        try step { reply = $0.request(member.rank, id, message) }
        return reply.map { .answered($0) } ?? .unanswered
    }
}
