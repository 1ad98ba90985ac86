import Glibc

/// A server of bytes alone: it answers the first request of its first connection, and closes that connection at the
/// second one without a word. All later ones it answers.
final class RawServer {
    private static let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
    private let listener: LoopbackListener
    private var peers: [Int32] = []
    private var hasClosed = false
    /// The first line of each request, in order.
    private(set) var heard: [String] = []
    var port: Int { listener.port }

    init() throws { listener = try LoopbackListener() }

    deinit { for peer in peers { close(peer) } }

    /// Takes what has come, and answers it.
    func turn() {
        peers += listener.newcomers()
        for peer in peers {
            var room = [UInt8](repeating: 0, count: 4096)
            let count = recv(peer, &room, room.count, 0)
            guard count > 0 else { continue }
            heard.append(String(String(decoding: room.prefix(count), as: UTF8.self).prefix { $0 != "\r\n" }))
            if !hasClosed, heard.count == 2 {
                close(peer)
                peers.removeAll { $0 == peer }
                hasClosed = true
            } else {
                _ = Self.answer.withCString { send(peer, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
            }
        }
    }
}
