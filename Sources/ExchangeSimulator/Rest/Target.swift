/// The path and the parameters of a request: what stands in the query, and after it what stands in a form's
/// body.
struct Target: Sendable, Hashable {
    let path: String
    private(set) var parameters: [(name: String, value: String)] = []

    /// Reads a target as it came: "/api/v3/depth?symbol=BTCUSDT&limit=5".
    init(_ target: String) {
        let bytes = target.utf8
        let mark = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.endIndex
        path = Self.decoded(bytes[..<mark])
        if mark < bytes.endIndex { add(target[bytes.index(after: mark)...]) }
    }

    /// A path with parameters that were never part of a text.
    init(path: String, _ parameters: [(name: String, value: String)]) {
        (self.path, self.parameters) = (path, parameters)
    }

    /// Adds a form's body. What the query says of a name is what counts.
    mutating func add(_ form: some StringProtocol) {
        for pair in form.utf8.split(separator: UInt8(ascii: "&")) {
            let mark = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            parameters.append((Self.decoded(pair[..<mark]), Self.decoded(pair[mark...].dropFirst())))
        }
    }

    /// The first value of a name; `nil` where it was not sent.
    subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }

    static func == (a: Target, b: Target) -> Bool {
        a.path == b.path && a.parameters.elementsEqual(b.parameters) { $0 == $1 }
    }

    func hash(into hasher: inout Hasher) { hasher.combine(path) }

    /// A text whose bytes may be written as "%3A", and whose spaces as "+".
    private static func decoded(_ text: some Collection<UInt8>) -> String {
        guard text.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return String(decoding: text, as: UTF8.self)
        }
        var bytes: [UInt8] = []
        var rest = Array(text)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%"), rest.count >= 2,
                let high = digit(rest[rest.startIndex]), let low = digit(rest[rest.startIndex + 1])
            else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                continue
            }
            bytes.append(high << 4 | low)
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}
