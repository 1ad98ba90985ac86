import Market
import Messages
import Stages

/// What one step wants to leave the process: kept until its records are durable, then sent in order.
class Outbox: FrameObserver, Gateway {
    /// A request that waits to be sent.
    struct Asking {
        let peer: ProcessRank
        let id: RequestID
        let message: Message
        let slot: Int
        let event: EventID
        let time: Timestamp
        let answerBy: TimeSpan
    }

    private(set) var frames: [Frame] = []
    private(set) var askings: [Asking] = []
    /// Whom this process can ask.
    private let peers: [ProcessRank]
    private let log: LogObserver
    /// While what was said before a restart is made again: no log lines.
    var isSilent = false
    private(set) var time = Timestamp.zero

    init(peers: [ProcessRank], log: LogObserver) {
        self.peers = peers
        self.log = log
    }

    func input(_ message: Message, at time: Timestamp) { self.time = time }

    func published(_ frame: Frame) {
        time = frame.time
        if !isSilent { log.published(frame) }
        if TopicCatalogue.entry(frame.message.kind).delivery != .local { frames.append(frame) }
    }

    func answered(_ id: RequestID, _ message: Message, at time: Timestamp) {
        if !isSilent { log.answered(id, message, at: time) }
    }

    func ask(
        _ peer: ProcessRank, _ id: RequestID, _ message: Message, from slot: Int, _ event: EventID,
        _ answerBy: TimeSpan
    ) -> Bool {
        guard peers.contains(peer) else { return false }
        askings.append(
            Asking(
                peer: peer, id: id, message: message, slot: slot, event: event, time: time, answerBy: answerBy
            ))
        return true
    }

    /// Nobody asks over the bus here but in lockstep; in a free run the answer goes back on the socket.
    func answer(_ message: Message, to member: Int, because request: EventID, _ event: EventID) {}

    /// The host keeps its timers itself.
    func wake(_ timer: TimerID, of slot: Int, at due: Timestamp) -> Bool { false }

    func clear() {
        frames.removeAll(keepingCapacity: true)
        askings.removeAll(keepingCapacity: true)
    }
}
