/// What a signature on a WebSocket request covers: its parameters sorted by name, as `name=value` joined by
/// `&`, in UTF-8 and not percent-encoded; `signature` is none of them.
public struct SignedParameters: Sendable, Equatable {
    private var list: [(name: [UInt8], value: [UInt8])] = []

    public init() {}

    /// Adds a parameter; the order in which they come doesn't matter.
    public mutating func add(_ name: some Collection<UInt8>, _ value: some Collection<UInt8>) {
        let name = Array(name)
        guard !name.elementsEqual("signature".utf8) else { return }
        let place = list.firstIndex { name.lexicographicallyPrecedes($0.name) } ?? list.endIndex
        list.insert((name, Array(value)), at: place)
    }

    /// Adds a parameter by its text.
    public mutating func add(_ name: StaticString, _ value: String) {
        add(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount), value.utf8)
    }

    /// The bytes to sign.
    public var text: [UInt8] {
        var text: [UInt8] = []
        for (name, value) in list {
            if !text.isEmpty { text.append(UInt8(ascii: "&")) }
            text.append(contentsOf: name)
            text.append(UInt8(ascii: "="))
            text.append(contentsOf: value)
        }
        return text
    }

    public static func == (left: Self, right: Self) -> Bool { left.text == right.text }
}
