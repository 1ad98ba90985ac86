/// A short ASCII text kept in place, for ids and names that come from outside: no allocation, and a
/// message that carries it stays a plain struct.
@frozen public struct Label: BitwiseCopyable, Sendable, Hashable {
    /// The largest length in bytes.
    public static let capacity = 31

    @usableFromInline var words: (UInt64, UInt64, UInt64, UInt64)

    /// The empty label.
    public init() { words = (0, 0, 0, 0) }

    /// A label of printable ASCII, or `nil` where the text is longer than 31 bytes or holds anything
    /// but the characters an order id may hold on Binance (`A-Z a-z 0-9 . : / _ -`).
    public init?(_ text: some Collection<UInt8>) {
        self.init()
        var count = 0
        for byte in text {
            guard count < Self.capacity, Self.isAllowed(byte) else { return nil }
            self[byteAt: count] = byte
            count += 1
        }
        self[byteAt: Self.capacity] = UInt8(count)
    }

    public init?(_ text: String) { self.init(text.utf8) }

    /// A label for text known to fit: cut at 31 bytes, other characters become "-".
    public init(clipping text: String) {
        let bytes = text.utf8.prefix(Self.capacity).map { Self.isAllowed($0) ? $0 : UInt8(ascii: "-") }
        self = Label(bytes) ?? Label()
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 45...58, 65...90, 95, 97...122: true
        default: false
        }
    }

    /// The length in bytes.
    public var count: Int { Int(self[byteAt: Self.capacity]) }
    public var isEmpty: Bool { count == 0 }

    /// The byte at a place below `count`.
    public subscript(index: Int) -> UInt8 { self[byteAt: index] }

    @usableFromInline subscript(byteAt index: Int) -> UInt8 {
        get { UInt8(truncatingIfNeeded: self[wordAt: index >> 3] >> (UInt64(index & 7) * 8)) }
        set {
            let shift = UInt64(index & 7) * 8
            let cleared = self[wordAt: index >> 3] & ~(0xFF << shift)
            self[wordAt: index >> 3] = cleared | UInt64(newValue) << shift
        }
    }

    private subscript(wordAt index: Int) -> UInt64 {
        get {
            switch index {
            case 0: words.0
            case 1: words.1
            case 2: words.2
            default: words.3
            }
        }
        set {
            switch index {
            case 0: words.0 = newValue
            case 1: words.1 = newValue
            case 2: words.2 = newValue
            default: words.3 = newValue
            }
        }
    }

    @inlinable public static func == (a: Label, b: Label) -> Bool { a.words == b.words }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}

extension Label: CustomStringConvertible {
    public var description: String {
        String(decoding: (0..<count).map { self[$0] }, as: UTF8.self)
    }
}

extension Label: ExpressibleByStringLiteral {
    /// A literal too long or with other characters is a programmer's error and is clipped.
    public init(stringLiteral value: String) { self.init(clipping: value) }
}
