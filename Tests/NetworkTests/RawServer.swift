import Glibc
import Testing

/// A server of bytes alone: it answers the first request of its first connection, and closes that connection at the
/// second one without a word. All later ones it answers.
final class RawServer {
    private static let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
    private let descriptor: Int32
    private var peers: [Int32] = []
    private var hasClosed = false
    /// The first line of each request, in order.
    private(set) var heard: [String] = []
    let port: Int

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_NONBLOCK, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let own = descriptor
        let code = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(own, address, size) == 0 && listen(own, 8) == 0 ? getsockname(own, address, &size) : -1
            }
        }
        try #require(code == 0)
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit {
        for peer in peers { close(peer) }
        close(descriptor)
    }

    /// Takes what has come, and answers it.
    func turn() {
        while true {
            let peer = accept(descriptor, nil, nil)
            guard peer >= 0 else { break }
            _ = fcntl(peer, F_SETFL, O_NONBLOCK)
            peers.append(peer)
        }
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
