import CWslay
import Exchanges

/// Takes what a server sends apart into frames (wslay), and puts messages together from them. What breaks
/// the protocol ends the connection.
final class FrameReader {
    /// What came, whole; the bytes hold during the call.
    enum Arrival {
        case text
        case ping
        case pong
        case close
    }

    private static let longestControl = 125
    /// What an unusually long message took is given back.
    private static let keptRoom = 1 << 18

    /// The bytes that wslay has yet to take.
    @exclusivity(unchecked) private var input = UnsafeRawBufferPointer(start: nil, count: 0)
    private var frames: OpaquePointer?
    private let limit: Int
    private let inflater: Inflater?
    @exclusivity(unchecked) private var message: [UInt8] = []
    private var control: [UInt8] = []
    @exclusivity(unchecked) private var isInMessage = false
    @exclusivity(unchecked) private var isPacked = false
    @exclusivity(unchecked) private var isInFrame = false
    /// How many bytes of the frame are still to come.
    @exclusivity(unchecked) private var left: UInt64 = 0

    /// - Parameters:
    ///   - limit: the most bytes of a message, unpacked.
    ///   - deflates: whether the peer may pack its messages.
    init(limit: Int, deflates: Bool) throws(ConnectionEnd) {
        self.limit = limit
        inflater = deflates ? try Inflater(limit: limit) : nil
        var calls = wslay_frame_callbacks()
        calls.recv_callback = { room, count, _, reader in
            guard let reader, let room else { return -1 }
            return Unmanaged<FrameReader>.fromOpaque(reader).takeUnretainedValue().fill(room, count)
        }
        guard wslay_frame_context_init(&frames, &calls, Unmanaged.passUnretained(self).toOpaque()) == 0 else {
            throw .lost("wslay could not be set up")
        }
    }

    deinit { wslay_frame_context_free(frames) }

    /// Takes what came; `body` gets what is whole, and says whether to go on.
    func take(
        _ bytes: UnsafeRawBufferPointer, _ body: (Arrival, UnsafeRawBufferPointer) -> Bool
    ) throws(ConnectionEnd) {
        input = bytes
        defer { input = UnsafeRawBufferPointer(start: nil, count: 0) }
        var frame = wslay_frame_iocb()
        while true {
            let count = wslay_frame_recv(frames, &frame)
            guard count >= 0 else {
                if count == Int(WSLAY_ERR_WANT_READ.rawValue) { return }
                throw Self.broken("a frame of no kind")
            }
            if !isInFrame { try begin(frame) }
            left -= UInt64(count)
            isInFrame = left > 0
            let piece = UnsafeRawBufferPointer(start: frame.data, count: count)
            guard try take(piece, frame, body) else { return }
        }
    }

    private func fill(_ room: UnsafeMutablePointer<UInt8>, _ most: Int) -> Int {
        let count = min(most, input.count)
        guard count > 0, let start = input.baseAddress else { return -1 }
        UnsafeMutableRawPointer(room).copyMemory(from: start, byteCount: count)
        input = UnsafeRawBufferPointer(rebasing: input[count...])
        return count
    }

    private func begin(_ frame: wslay_frame_iocb) throws(ConnectionEnd) {
        let kind = wslay_opcode(UInt32(frame.opcode))
        guard frame.mask == 0 else { throw Self.broken("a frame that is masked") }
        left = frame.payload_length
        if Self.isControl(frame) {
            guard frame.rsv == 0, [WSLAY_CONNECTION_CLOSE, WSLAY_PING, WSLAY_PONG].contains(kind) else {
                throw Self.broken("a control frame of no kind")
            }
            return control.removeAll(keepingCapacity: true)
        }
        let begins = kind == WSLAY_TEXT_FRAME || kind == WSLAY_BINARY_FRAME
        guard begins != isInMessage, begins || kind == WSLAY_CONTINUATION_FRAME else {
            throw Self.broken("a fragment out of place")
        }
        guard kind != WSLAY_BINARY_FRAME else {
            throw .lost("the peer sent a binary message, where text is spoken")
        }
        if begins { isPacked = inflater != nil && frame.rsv == strata_wslay_packed }
        guard frame.rsv == 0 || begins && isPacked else { throw Self.broken("a reserved bit") }
        guard frame.payload_length <= UInt64(limit - message.count) else { throw .tooLong(limit: limit) }
        isInMessage = true
    }

    /// Takes a piece of a frame; whether to go on.
    private func take(
        _ piece: UnsafeRawBufferPointer, _ frame: wslay_frame_iocb,
        _ body: (Arrival, UnsafeRawBufferPointer) -> Bool
    ) throws(ConnectionEnd) -> Bool {
        if Self.isControl(frame) {
            control.append(contentsOf: piece)
            guard !isInFrame else { return true }
            let arrival: Arrival =
                switch wslay_opcode(UInt32(frame.opcode)) {
                case WSLAY_PING: .ping
                case WSLAY_PONG: .pong
                default: .close
                }
            return control.withUnsafeBytes { body(arrival, $0) }
        }
        let isLast = frame.fin == 1 && !isInFrame
        if isLast { isInMessage = false }
        if isLast, message.isEmpty, !isPacked { return try tell(piece, body) }
        message.append(contentsOf: piece)
        guard isLast else { return true }
        let whole: [UInt8]
        if isPacked, let inflater { whole = try inflater.unpacked(message) } else { whole = message }
        message.removeAll(keepingCapacity: message.count <= Self.keptRoom)
        return try whole.withUnsafeBufferPointer { bytes throws(ConnectionEnd) in
            try tell(UnsafeRawBufferPointer(bytes), body)
        }
    }

    private func tell(
        _ text: UnsafeRawBufferPointer, _ body: (Arrival, UnsafeRawBufferPointer) -> Bool
    ) throws(ConnectionEnd) -> Bool {
        let isText = text.withMemoryRebound(to: UInt8.self) { (try? UTF8Span(validating: $0.span)) != nil }
        guard isText else { throw Self.broken("a text that is no UTF-8") }
        return body(.text, text)
    }

    private static func isControl(_ frame: wslay_frame_iocb) -> Bool { frame.opcode & 8 != 0 }

    private static func broken(_ what: String) -> ConnectionEnd {
        .lost("the peer broke the protocol of WebSockets: \(what)")
    }
}
