import COpenSSL
import Exchanges
import Market

/// How a WebSocket begins: a request of HTTP, and an answer that must prove that the peer knows what it is
/// asked for (RFC 6455, 4).
struct Upgrade {
    /// The most bytes of an answer's head.
    static let longestHead = 16_384
    private static let end = Array("\r\n\r\n".utf8)

    private let key: String
    private let deflates: Bool
    private var head: [UInt8] = []
    /// What is to be sent first.
    let request: [UInt8]

    /// - Parameter deflates: whether permessage-deflate is offered.
    init(_ address: WebAddress, deflates: Bool) throws(ConnectionEnd) {
        self.deflates = deflates
        var random = [UInt8](repeating: 0, count: 16)
        guard RAND_bytes(&random, Int32(random.count)) == 1 else { throw .lost("OpenSSL has no randomness") }
        key = Self.base64(random)
        var lines = [
            "GET \(address.target) HTTP/1.1", "Host: \(address.hostHeader)", "Upgrade: websocket",
            "Connection: Upgrade", "Sec-WebSocket-Key: \(key)", "Sec-WebSocket-Version: 13",
        ]
        if deflates { lines.append("Sec-WebSocket-Extensions: permessage-deflate") }
        request = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    /// What the peer agreed to.
    struct Agreement: Hashable {
        /// Whether its messages may come packed.
        let deflates: Bool
        /// How many of the last bytes given are of what follows.
        let left: Int
    }

    /// Takes what came; an agreement once the head is whole.
    mutating func take(_ bytes: UnsafeRawBufferPointer) throws(ConnectionEnd) -> Agreement? {
        let before = head.count
        head.append(contentsOf: bytes.prefix(Self.longestHead + Self.end.count - before))
        guard let place = head[max(0, before - 3)...].firstRange(of: Self.end) else {
            guard head.count <= Self.longestHead else { throw .lost("the peer's answer has no end") }
            return nil
        }
        let packs = try check(String(decoding: head[..<place.lowerBound], as: UTF8.self))
        return Agreement(deflates: packs, left: bytes.count - (place.upperBound - before))
    }

    /// Whether messages may come packed.
    private func check(_ text: String) throws(ConnectionEnd) -> Bool {
        var lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        let first = lines.removeFirst()
        let status = Int(first.dropFirst(9).prefix(3))
        guard first.hasPrefix("HTTP/1."), let status, first.dropFirst(12).first ?? " " == " " else {
            throw .lost("the peer speaks no HTTP")
        }
        guard status == 101 else { throw .refused(status: status) }
        var found: [String: String] = [:]
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { throw Self.wrong("a line without a name") }
            let name = line[..<colon].lowercased()
            let value = String(line[line.index(after: colon)...]).trimmed
            found[name] = found[name].map { "\($0), \(value)" } ?? value
        }
        guard found["upgrade"]?.lowercased() == "websocket" else { throw Self.wrong("no Upgrade") }
        let connection = found["connection"]?.lowercased().split(separator: ",").map { String($0).trimmed }
        guard connection?.contains("upgrade") == true else { throw Self.wrong("no Connection: Upgrade") }
        guard found["sec-websocket-accept"] == Self.proof(key) else {
            throw Self.wrong("another Sec-WebSocket-Accept")
        }
        guard found["sec-websocket-protocol"] == nil else { throw Self.wrong("a protocol of its own") }
        return try packs(found["sec-websocket-extensions"])
    }

    private func packs(_ answer: String?) throws(ConnectionEnd) -> Bool {
        guard let answer else { return false }
        let words = answer.split(separator: ";").map { String($0).trimmed }
        // What this side sends it doesn't pack; and any window of the peer's can be unpacked.
        let known = ["server_no_context_takeover", "client_no_context_takeover"]
        let isKnown = words.dropFirst().allSatisfy {
            known.contains($0) || $0.hasPrefix("server_max_window_bits=")
        }
        guard deflates, words.first == "permessage-deflate", isKnown else {
            throw Self.wrong("the extension '\(ForeignText.shown(answer))', which was not offered")
        }
        return true
    }

    private static func wrong(_ what: String) -> ConnectionEnd {
        .lost("the peer's answer to the upgrade is none: \(what)")
    }

    /// What a peer answers to a key that speaks the protocol.
    static func proof(_ key: String) -> String {
        let text = Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)
        var hash = [UInt8](repeating: 0, count: Int(SHA_DIGEST_LENGTH))
        SHA1(text, text.count, &hash)
        return base64(hash)
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        var text = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
        let count = EVP_EncodeBlock(&text, bytes, Int32(bytes.count))
        return String(decoding: text.prefix(Int(count)), as: UTF8.self)
    }
}

extension String {
    /// Without the blanks around it.
    fileprivate var trimmed: String {
        let front = drop { $0 == " " || $0 == "\t" }
        guard let last = front.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return String(front[...last])
    }
}
