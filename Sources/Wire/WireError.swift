/// Why bytes are no message. Every case names the field or the place, and what was expected.
public enum WireError: Error, Equatable, Sendable {
    /// The bytes end before the value does.
    case truncated(at: Int)
    /// A header claims more elements than bytes are left.
    case claimsTooMuch(at: Int, elements: Int, bytesLeft: Int)
    case tooDeep(at: Int)
    case trailingBytes(Int)
    case tooLong(bytes: Int, limit: Int)
    case unknownFormat(byte: UInt8, at: Int)
    /// The body is a valid value, but no map.
    case notAMap(found: String)
    case missing(field: String)
    case wrongType(field: String, expected: String, found: String)
    case outOfRange(field: String, value: String, expected: String)
    /// Nobody sends this topic.
    case unknownTopic(String)
}

extension WireError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .truncated(let at): "the frame ends at byte \(at), in the middle of a value"
        case .claimsTooMuch(let at, let elements, let left):
            "byte \(at) claims \(elements) elements, but only \(left) bytes are left"
        case .tooDeep(let at): "byte \(at) nests deeper than \(FrameCheck.depthLimit) levels"
        case .trailingBytes(let count): "\(count) bytes follow the map; expected none"
        case .tooLong(let bytes, let limit): "the frame has \(bytes) bytes; the limit is \(limit)"
        case .unknownFormat(let byte, let at):
            "byte \(at) (0x\(String(byte, radix: 16))) is no msgpack format"
        case .notAMap(let found): "expected one msgpack map, found \(found)"
        case .missing(let field): "field \"\(field)\" is missing"
        case .wrongType(let field, let expected, let found):
            "field \"\(field)\": expected \(expected), found \(found)"
        case .outOfRange(let field, let value, let expected):
            "field \"\(field)\" is \(value); expected \(expected)"
        case .unknownTopic(let topic): "topic \"\(topic)\" is not in the catalogue"
        }
    }
}
