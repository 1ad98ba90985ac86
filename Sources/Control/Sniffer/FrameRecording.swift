import Engine
import Files
import Market

/// The file of `strata-sniff --record`, all numbers little-endian:
///
///     header   "STRATAFR" (8 bytes) · version UInt32 · start, ns since 1970 UTC, Int64
///     frame    received, ns since 1970 UTC, Int64 · topic length UInt32 · payload length UInt32
///              · topic · payload
///
/// A recording that ends in the middle of a frame is good up to there.
enum FrameRecording {
    static let magic = OutputFile.recordingMagic
    static let version: UInt32 = 1
    static let headerSize = 20
    static let prefixSize = 16

    /// One frame as it was heard.
    struct Frame: Equatable {
        var received: Timestamp
        var topic: [UInt8]
        var payload: [UInt8]
    }

    /// The bytes of a whole number, lowest first.
    static func bytes<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
        (0..<T.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> T($0 * 8)) }
    }

    /// The whole number at a place.
    static func number<T: FixedWidthInteger>(_ type: T.Type, _ bytes: [UInt8], at place: Int) -> T {
        (0..<T.bitWidth / 8).reduce(T(0)) { $0 | T(truncatingIfNeeded: bytes[place + $1]) << T($1 * 8) }
    }
}
