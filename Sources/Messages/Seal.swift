import Market
import Wire

/// The first half of an HMAC-SHA-256 (RFC 2104): who made it knew the key. On the wire 32 hex digits.
@frozen public struct Seal: BitwiseCopyable, Sendable, Hashable {
    private var high: UInt64
    private var low: UInt64

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// No seal: none was made, or whoever may judge it has judged it and taken it away.
    public static let absent = Seal(high: 0, low: 0)

    /// What stands in the place of a seal that was judged and is missing or false.
    public static let broken = Seal(high: .max, low: .max)

    /// Bytes of a seal.
    public static let size = 16

    /// A seal of its bytes, of which the first 16 count; broken where there are fewer.
    public init(bytes: UnsafeRawBufferPointer) {
        self = .broken
        guard bytes.count >= Self.size else { return }
        high = UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))
        low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }

    /// A seal as it stands on the wire; no text is no seal, and what is no 32 hex digits a broken one.
    public init(hex: InlineText<40>) {
        self = .absent
        guard !hex.isEmpty else { return }
        for index in 0..<hex.count {
            guard hex.count == 2 * Self.size, let digit = Self.digit(hex[index]) else {
                self = .broken
                return
            }
            high = high << 4 | low >> 60
            low = low << 4 | digit
        }
    }

    /// The 32 digits; no text where there is no seal.
    public var hex: InlineText<40> {
        guard self != .absent else { return InlineText() }
        let digits = [high, low].flatMap { word in
            stride(from: 60, through: 0, by: -4).map { Self.digits[Int(word >> UInt64($0) & 15)] }
        }
        return InlineText(digits) ?? InlineText()
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private static func digit(_ byte: UInt8) -> UInt64? { digits.firstIndex(of: byte).map { UInt64($0) } }

    /// Lends the sixteen bytes.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian), body)
    }
}
