/// The text that a request's signature is on: the raw query, then the raw body, nothing between them, and
/// neither with its `signature`.
enum SignedText {
    /// Of a request as it came.
    static func of(target: String, body: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(target.utf8.count + body.count)
        if let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) {
            append(target.utf8[target.utf8.index(after: mark)...], to: &text)
        }
        append(body[...], to: &text)
        return text
    }

    /// Of a request on a socket: all parameters but the signature, by their names.
    static func of(_ parameters: [(name: String, value: String)]) -> [UInt8] {
        let signed = parameters.filter { $0.name != "signature" && $0.name != "returnRateLimits" }
        let sorted = signed.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        return Array(sorted.map { "\($0.name)=\($0.value)" }.joined(separator: "&").utf8)
    }

    private static func append(_ part: some Collection<UInt8>, to text: inout [UInt8]) {
        let name = "signature=".utf8
        var isFirst = true
        for pair in part.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false) {
            guard !pair.starts(with: name) else { continue }
            if !isFirst { text.append(UInt8(ascii: "&")) }
            text.append(contentsOf: pair)
            isFirst = false
        }
    }
}
