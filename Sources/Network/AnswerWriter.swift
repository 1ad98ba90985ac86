import CWebSockets
import Exchanges

/// An answer on its way to a client, in pieces that its socket takes.
struct AnswerWriter {
    /// How far a write came.
    enum Progress {
        case unfinished
        case finished
        case failed
    }

    private static let piece = 65_536
    /// Names that say how an answer is framed, which is not the core's.
    private static let ours = ["content-length", "connection", "transfer-encoding"]

    private let response: HTTPResponse
    private let closes: Bool
    private var sent = 0
    private var isHeadSent = false

    init(_ response: HTTPResponse, closes: Bool) { (self.response, self.closes) = (response, closes) }

    /// Writes the head with the first piece, or the next piece.
    mutating func write(on socket: OpaquePointer, in room: UnsafeMutableRawPointer) -> Progress {
        let start = (room + Int(strata_lws_pre)).assumingMemoryBound(to: UInt8.self)
        var place: UnsafeMutablePointer<UInt8>? = start
        let end = start + WebSocketContext.longestHead
        if !isHeadSent, !writeHead(socket, &place, end) { return .failed }
        isHeadSent = true
        guard let first = place else { return .failed }
        let count = min(Self.piece, response.body.count - sent)
        response.body.withUnsafeBytes { body in
            guard count > 0, let base = body.baseAddress else { return }
            UnsafeMutableRawPointer(first).copyMemory(from: base + sent, byteCount: count)
        }
        sent += count
        let isLast = sent == response.body.count
        let total = first - start + count
        let written = lws_write(socket, start, total, isLast ? LWS_WRITE_HTTP_FINAL : LWS_WRITE_HTTP)
        guard Int(written) >= total else { return .failed }
        return isLast ? .finished : .unfinished
    }

    /// How much room `write` wants.
    static var room: Int { Int(strata_lws_pre) + WebSocketContext.longestHead + piece }

    private func writeHead(
        _ socket: OpaquePointer, _ place: inout UnsafeMutablePointer<UInt8>?,
        _ end: UnsafeMutablePointer<UInt8>
    ) -> Bool {
        guard lws_add_http_header_status(socket, UInt32(response.status), &place, end) == 0 else {
            return false
        }
        for header in response.headers where !Self.isOurs(header.name) && Self.isSound(header) {
            guard Self.add(header.name + ":", header.value, socket, &place, end) else { return false }
        }
        let framing = closes ? "close" : "keep-alive"
        guard Self.add("content-length:", "\(response.body.count)", socket, &place, end),
            Self.add("connection:", framing, socket, &place, end)
        else { return false }
        return lws_finalize_http_header(socket, &place, end) == 0
    }

    private static func isOurs(_ name: String) -> Bool {
        ours.contains { $0.utf8.count == name.utf8.count && $0 == name.lowercased() }
    }

    private static func add(
        _ name: String, _ value: String, _ socket: OpaquePointer,
        _ place: inout UnsafeMutablePointer<UInt8>?, _ end: UnsafeMutablePointer<UInt8>
    ) -> Bool {
        var value = value
        return value.withUTF8 { text in
            lws_add_http_header_by_name(socket, name, text.baseAddress, Int32(text.count), &place, end) == 0
        }
    }

    /// A line that ends within a header would begin another.
    private static func isSound(_ header: HTTPHeader) -> Bool {
        [header.name, header.value].allSatisfy { text in
            text.utf8.allSatisfy { $0 == 9 || $0 >= 0x20 && $0 != 0x7F }
        }
    }
}
