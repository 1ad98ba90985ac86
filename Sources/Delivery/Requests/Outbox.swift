import Engine
import Market
import Messages
import Stages
import Telemetry

/// What one step wants to leave the process: kept until its records are durable, then sent in order.
package class Outbox: FrameObserver, Gateway {
    /// A request that waits to be sent.
    package struct Asking: BitwiseCopyable {
        /// Whom it asks and what, which stage asks, and how long of wall time it waits.
        package let peer: ProcessRank
        package let id: RequestID
        package let message: Message
        package let slot: Int
        package let answerBy: TimeSpan
        package let event: EventID
        package let time: Timestamp
    }

    /// What waits to be sent, in order.
    @exclusivity(unchecked) package private(set) var frames: [Frame] = []
    @exclusivity(unchecked) package private(set) var askings: [Asking] = []
    /// Whom this process can ask.
    private let peers: [ProcessRank]
    /// Writes log lines; `nil` where nobody reads them.
    private let log: LogObserver?
    /// While what was said before a restart is made again: no log lines.
    @exclusivity(unchecked) package var isSilent = false

    /// For a process that can ask `peers` over its links.
    package init(peers: [ProcessRank], log: LogObserver?) {
        self.peers = peers
        self.log = log
    }

    package func published(_ frame: Frame) {
        if !isSilent { log?.published(frame) }
        if TopicCatalogue.entry(frame.message.kind).delivery != .local { frames.append(frame) }
    }

    package func answered(_ id: RequestID, _ message: Message, at time: Timestamp) {
        if !isSilent { log?.answered(id, message, at: time) }
    }

    /// Takes a request on where the peer is one of this process's.
    package func ask(
        _ peer: ProcessRank, _ id: RequestID, _ message: Message, from slot: Int, _ event: EventID,
        _ answerBy: TimeSpan, at time: Timestamp
    ) -> Bool {
        guard peers.contains(peer) else { return false }
        askings.append(
            Asking(
                peer: peer, id: id, message: message, slot: slot, answerBy: answerBy, event: event, time: time
            ))
        return true
    }

    /// Nobody asks over the bus here but in lockstep; in a free run the answer goes back on the socket.
    package func answer(_ message: Message, to member: Int, because request: EventID, _ event: EventID) {}

    /// The host keeps its timers itself.
    package func wake(_ timer: TimerID, of slot: Int, at due: Timestamp) -> Bool { false }

    /// Forgets what was sent.
    package func clear() {
        if !frames.isEmpty { frames.removeAll(keepingCapacity: true) }
        if !askings.isEmpty { askings.removeAll(keepingCapacity: true) }
    }
}
