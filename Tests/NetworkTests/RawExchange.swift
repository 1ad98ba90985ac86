import Glibc

@testable import Network

/// A server of bytes alone, which answers the first request on each connection as a WebSocket's server does, or
/// as it is told, and says what it is told after.
final class RawExchange {
    static let begun = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    private let listener: LoopbackListener
    private var peers: [Int32: [UInt8]] = [:]
    /// What it answers to a key.
    private let answer: (String) -> [UInt8]
    /// What came after the request.
    private(set) var heard: [UInt8] = []
    /// What came first.
    private(set) var request = ""
    private(set) var closedCount = 0
    var port: Int { listener.port }

    init(_ answer: @escaping (String) -> [UInt8]) throws {
        self.answer = answer
        listener = try LoopbackListener()
    }

    /// Begins as it should, and says these frames.
    convenience init(saying frames: [UInt8]) throws {
        try self.init { key in
            Array("\(Self.begun)Sec-WebSocket-Accept: \(Upgrade.proof(key))\r\n\r\n".utf8) + frames
        }
    }

    deinit { for peer in peers.keys { close(peer) } }

    /// Takes what has come, and answers requests.
    func turn() {
        for peer in listener.newcomers() { peers[peer] = [] }
        for (peer, before) in peers {
            var room = [UInt8](repeating: 0, count: 65_536)
            let count = recv(peer, &room, room.count, 0)
            if count == 0 {
                close(peer)
                peers[peer] = nil
                closedCount += 1
            }
            guard count > 0 else { continue }
            if before.count >= 4, before.suffix(4) == Array("\r\n\r\n".utf8)[...] {
                heard += room.prefix(count)
                continue
            }
            let head = before + room.prefix(count)
            peers[peer] = head
            guard head.suffix(4) == Array("\r\n\r\n".utf8)[...] else { continue }
            request = String(decoding: head, as: UTF8.self)
            let key = request.split(separator: "\r\n").first { $0.hasPrefix("Sec-WebSocket-Key: ") }?.dropFirst(19)
            let bytes = answer(String(key ?? ""))
            _ = send(peer, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        }
    }

    /// What a client's frames hold, in their order: kind and payload.
    var frames: [(kind: UInt8, payload: [UInt8])] {
        var found: [(UInt8, [UInt8])] = []
        var rest = heard[...]
        while rest.count >= 6 {
            let bytes = Array(rest)
            let length = Int(bytes[1] & 0x7F)
            guard bytes[1] & 0x80 != 0, length < 126, bytes.count >= 6 + length else { break }
            let payload = (0..<length).map { bytes[6 + $0] ^ bytes[2 + $0 % 4] }
            found.append((bytes[0], payload))
            rest = rest.dropFirst(6 + length)
        }
        return found
    }
}
