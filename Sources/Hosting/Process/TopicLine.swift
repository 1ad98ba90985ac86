import Market
import Messages

/// How far one topic of one publisher has been heard.
struct TopicLine {
    /// Frames that one line holds behind a gap; then the gap is given up.
    static let heldLimit = 4096

    let source: Label
    let topic: [UInt8]
    let kind: MessageKind
    let delivery: Messages.Delivery
    var epoch: UInt32
    /// Number of the newest frame that was let through.
    var sequence: UInt64
    /// Number of the newest frame that was handled.
    var handled: UInt64
    /// Of what a host says of itself: when the newest was sent.
    var sent = Timestamp.zero
    /// The newest number that was told of or seen.
    var ahead: UInt64 = 0
    /// When the gap was seen; 0 where there is none.
    var since: Int64 = 0
    /// Frames behind the gap, by their numbers.
    var held: [(message: Message, header: Header)] = []
    /// Of a book: a part of it is missing.
    var isBroken = false

    /// What is missing, where something is.
    var missing: (first: UInt64, last: UInt64)? {
        let last = held.first.map { $0.header.sequence - 1 } ?? ahead
        return last > sequence ? (sequence + 1, last) : nil
    }

    /// Whether its publisher counts anew: after an exact restart stages make again what they said, and hosts
    /// do not, so that a heartbeat's number may be an old one.
    func isRecounted(by header: Header) -> Bool {
        (kind == .heartbeat || kind == .progress) && header.sequence <= sequence && header.sent > sent
    }

    /// Holds a frame behind a gap, once.
    mutating func hold(_ message: Message, _ header: Header) {
        let place = held.firstIndex { $0.header.sequence >= header.sequence } ?? held.count
        if place < held.count, held[place].header.sequence == header.sequence { return }
        held.insert((message, header), at: place)
    }
}
