import Market
import Messages

/// How far one topic of one publisher has been heard.
package struct TopicLine {
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
    /// Who joined late has not had the frames up to this one: states of them are said again.
    var joined: UInt64 = 0
    /// The newest state that was said again and let through, and handled.
    var repeated: UInt64 = 0
    var repeatedHandled: UInt64 = 0

    /// What is missing, where something is; of a broken book all of it.
    @inline(__always) var missing: (first: UInt64, last: UInt64)? {
        guard delivery != .rebuild else { return isBroken ? (0, .max) : nil }
        let last = held.first.map { $0.header.sequence - 1 } ?? ahead
        return last > sequence ? (sequence + 1, last) : nil
    }

    /// Whether it is this topic of this publisher.
    @inline(__always) func isCalled(_ name: UnsafeRawBufferPointer, of publisher: Label) -> Bool {
        guard topic.count == name.count, source == publisher else { return false }
        for place in topic.indices where topic[place] != name[place] { return false }
        return true
    }

    /// Whether its publisher counts anew: after an exact restart stages make again what they said, and hosts
    /// do not, so that a heartbeat's number may be an old one.
    func isRecounted(by header: Header) -> Bool {
        (kind == .heartbeat || kind == .progress) && header.sequence <= sequence && header.sent > sent
    }

    /// A frame was handled.
    mutating func handled(_ header: Header) {
        guard header.epoch == epoch else { return }
        if header.newest == 0 {
            handled = max(handled, header.sequence)
        } else {
            repeatedHandled = header.sequence
        }
    }

    /// Takes the number of a frame that is no double; answers how many before it are missing, or `nil` where
    /// it is one.
    mutating func missed(before header: Header) -> UInt64? {
        if isRecounted(by: header) { sequence = header.sequence &- 1 }
        guard header.sequence > sequence else { return nil }
        sent = header.sent
        return header.sequence - sequence - 1
    }

    /// The first of what is held, where no frame before it is missing.
    mutating func takeHeld() -> (message: Message, header: Header)? {
        guard !held.isEmpty, held[0].header.sequence <= sequence + 1 else { return nil }
        return held.removeFirst()
    }

    /// Holds a frame behind a gap, once.
    mutating func hold(_ message: Message, _ header: Header) {
        let place = held.firstIndex { $0.header.sequence >= header.sequence } ?? held.count
        if place < held.count, held[place].header.sequence == header.sequence { return }
        held.insert((message, header), at: place)
    }
}
