import CWebSockets

/// Writes what waits on a WebSocket, with the room before it that libwebsockets wants.
final class FrameWriter {
    private var room: UnsafeMutableRawPointer
    private var capacity: Int
    private let before = Int(strata_lws_pre)

    init(capacity: Int = 4096) {
        self.capacity = capacity
        room = .allocate(byteCount: before + capacity, alignment: 16)
    }

    deinit { room.deallocate() }

    /// Writes one item; false where the connection is to be closed now.
    func write(_ item: Outgoing.Item, on socket: OpaquePointer) -> Bool {
        switch item {
        case .text(let text): return text.withUnsafeBytes { send($0, LWS_WRITE_TEXT, socket) }
        case .ping(let payload):
            return withUnsafeBytes(of: payload.bigEndian) { send($0, LWS_WRITE_PING, socket) }
        case .close(let code, let reason):
            var bytes = Array(reason.utf8.prefix(120))
            Self.close(socket, code, &bytes)
            return true
        }
    }

    /// Closes with a word, by the socket's timer: closing as a callback's result, libwebsockets on libuv
    /// (4.1, built with its own checks) closes twice, and the second time without the word.
    static func close(_ socket: OpaquePointer, _ code: Int, _ reason: inout [UInt8]) {
        lws_close_reason(socket, lws_close_status(UInt32(code)), &reason, reason.count)
        lws_set_timer_usecs(socket, 1)
    }

    private func send(
        _ bytes: UnsafeRawBufferPointer, _ kind: lws_write_protocol, _ socket: OpaquePointer
    ) -> Bool {
        if bytes.count > capacity {
            room.deallocate()
            capacity = bytes.count + bytes.count / 2
            room = .allocate(byteCount: before + capacity, alignment: 16)
        }
        let start = room + before
        if let base = bytes.baseAddress { start.copyMemory(from: base, byteCount: bytes.count) }
        let sent = lws_write(socket, start.assumingMemoryBound(to: UInt8.self), bytes.count, kind)
        return Int(sent) >= bytes.count
    }
}
