/// A short ASCII text kept in place, for ids and names that come from outside: no allocation, and a
/// message that carries it stays a plain struct. The last byte holds the length.
@frozen public struct InlineText<let size: Int>: BitwiseCopyable, Sendable {
    @usableFromInline var bytes: [size of UInt8]

    /// The empty text.
    @inlinable public init() { bytes = .init(repeating: 0) }

    /// The largest length in bytes.
    @inlinable public static var capacity: Int { size - 1 }

    /// A text of the characters an order id may hold on Binance (`A-Z a-z 0-9 . : / _ -`), or `nil`
    /// where it is longer than `capacity` or holds anything else.
    @inlinable public init?(_ text: some Collection<UInt8>) {
        self.init()
        var count = 0
        for byte in text {
            guard count < Self.capacity, Self.isAllowed(byte) else { return nil }
            bytes[count] = byte
            count += 1
        }
        bytes[size - 1] = UInt8(count)
    }

    /// The same from bytes that lie somewhere.
    @inlinable public init?(_ text: UnsafeRawBufferPointer) {
        guard text.count <= Self.capacity else { return nil }
        for byte in text where !Self.isAllowed(byte) { return nil }
        self.init()
        Swift.withUnsafeMutableBytes(of: &bytes) { $0.copyMemory(from: text) }
        bytes[size - 1] = UInt8(text.count)
    }

    /// A text of allowed characters, or `nil`.
    public init?(_ text: String) { self.init(text.utf8) }

    /// A text that always fits: cut at `capacity`, other characters become "-".
    public init(clipping text: String) {
        self.init()
        var count = 0
        for byte in text.utf8 where count < Self.capacity {
            bytes[count] = Self.isAllowed(byte) ? byte : UInt8(ascii: "-")
            count += 1
        }
        bytes[size - 1] = UInt8(count)
    }

    /// The same from a line, without an allocation.
    public init(clipping line: LineText) {
        self.init()
        let clipped = line.withBytes { text in
            var copy = self
            for (index, byte) in text.prefix(Self.capacity).enumerated() {
                copy.bytes[index] = Self.isAllowed(byte) ? byte : UInt8(ascii: "-")
            }
            copy.bytes[size - 1] = UInt8(min(text.count, Self.capacity))
            return copy
        }
        self = clipped
    }

    @inlinable static func isAllowed(_ byte: UInt8) -> Bool {
        // One bit for each character, of 0-63 and of 64-127.
        let allowed: (UInt64, UInt64) = (0x07FF_E000_0000_0000, 0x07FF_FFFE_87FF_FFFE)
        let half = byte < 64 ? allowed.0 : byte < 128 ? allowed.1 : 0
        return half >> UInt64(byte & 63) & 1 == 1
    }

    /// The length in bytes.
    @inlinable public var count: Int { Int(bytes[size - 1]) }
    @inlinable public var isEmpty: Bool { bytes[size - 1] == 0 }

    /// Lends the text's bytes.
    @inlinable public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        Swift.withUnsafeBytes(of: bytes) { body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }

    /// The byte at a place below `count`.
    @inlinable public subscript(index: Int) -> UInt8 { bytes[index] }
}

extension InlineText: Hashable {
    @inlinable public static func == (a: Self, b: Self) -> Bool {
        Swift.withUnsafeBytes(of: a) { first in
            Swift.withUnsafeBytes(of: b) { second in
                // In words, the last of which may overlap the one before.
                var place = 0
                while place + 8 < size {
                    guard same(first, second, place, UInt64.self) else { return false }
                    place += 8
                }
                if size >= 8 { return same(first, second, size - 8, UInt64.self) }
                while place < size {
                    guard same(first, second, place, UInt8.self) else { return false }
                    place += 1
                }
                return true
            }
        }
    }

    @inlinable @inline(__always) static func same<T: FixedWidthInteger & BitwiseCopyable>(
        _ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer, _ place: Int, _: T.Type
    ) -> Bool {
        a.loadUnaligned(fromByteOffset: place, as: T.self)
            == b.loadUnaligned(fromByteOffset: place, as: T.self)
    }

    public func hash(into hasher: inout Hasher) {
        for index in 0..<count { hasher.combine(bytes[index]) }
    }
}

extension InlineText: CustomStringConvertible {
    public var description: String { String(decoding: (0..<count).map { bytes[$0] }, as: UTF8.self) }
}

extension InlineText: ExpressibleByStringLiteral {
    /// A literal that is too long or has other characters is clipped.
    public init(stringLiteral value: String) { self.init(clipping: value) }
}

/// An id of up to 31 characters: signals, and what orders are named after.
public typealias Label = InlineText<32>
/// A strategy's name, of up to 23 characters.
public typealias StrategyLabel = InlineText<24>
/// A name of up to 15 characters: regimes and assets from outside.
public typealias ShortLabel = InlineText<16>
