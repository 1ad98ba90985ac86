/// The text that a request's signature is on: the raw query, then the raw body, nothing between them, and
/// neither with its `signature`.
enum SignedText {
    /// Of a request as it came.
    static func of(target: String, body: [UInt8]) -> [UInt8] { text(query(target), body) }

    /// The same as other clients would have written the query: a server's shell may know no more of it than
    /// what it says (`Network.RequestHead`), and not how that was encoded.
    static func others(target: String, body: [UInt8]) -> [[UInt8]] {
        let query = query(target)
        guard query.contains(UInt8(ascii: "%")) || query.contains(where: isReserved) else { return [] }
        // By RFC 3986; as a form; as JavaScript does.
        return [("", false), ("", true), ("!*'()", false)].map { plain, isForm in
            text(recoded(query, plain: Array(plain.utf8), isForm: isForm), body)
        }
    }

    /// Of a request on a socket: all parameters but the signature, by their names.
    static func of(_ parameters: [(name: String, value: String)]) -> [UInt8] {
        let signed = parameters.filter { $0.name != "signature" }
        let sorted = signed.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        return Array(sorted.map { "\($0.name)=\($0.value)" }.joined(separator: "&").utf8)
    }

    private static func query(_ target: String) -> [UInt8] {
        guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return [] }
        return Array(target.utf8[target.utf8.index(after: mark)...])
    }

    private static func text(_ query: [UInt8], _ body: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(query.count + body.count)
        append(query, to: &text)
        append(body, to: &text)
        return text
    }

    private static func append(_ part: [UInt8], to text: inout [UInt8]) {
        var isFirst = true
        for pair in part.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false) {
            guard !pair.starts(with: "signature=".utf8) else { continue }
            if !isFirst { text.append(UInt8(ascii: "&")) }
            text.append(contentsOf: pair)
            isFirst = false
        }
    }

    private static func isReserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122: false
        default: !"-._~=&".utf8.contains(byte)
        }
    }

    private static func recoded(_ query: [UInt8], plain: [UInt8], isForm: Bool) -> [UInt8] {
        let hex = Array("0123456789ABCDEF".utf8)
        var text: [UInt8] = []
        var rest = query[...]
        while let byte = rest.popFirst() {
            var meant = byte
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                meant = code
                rest = rest.dropFirst(2)
            } else if byte == UInt8(ascii: "&") || byte == UInt8(ascii: "=") {
                text.append(byte)
                continue
            }
            if meant == UInt8(ascii: " "), isForm {
                text.append(UInt8(ascii: "+"))
            } else if meant == 0x3D || meant == 0x26 || isReserved(meant) && !plain.contains(meant) {
                text += [UInt8(ascii: "%"), hex[Int(meant >> 4)], hex[Int(meant & 15)]]
            } else {
                text.append(meant)
            }
        }
        return text
    }
}
