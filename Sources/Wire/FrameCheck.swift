/// Walks over msgpack bytes before the library sees them: every claimed count must fit into the bytes
/// left, nesting is bounded, and nothing follows the one value. msgpack-c itself answers "continue"
/// to five bytes that claim 268 million elements.
public enum FrameCheck {
    /// The largest frame, in bytes.
    public static let sizeLimit = 64 * 1024
    /// The deepest nesting.
    public static let depthLimit = 8

    /// Throws what is wrong with the bytes; returns where they are one whole value.
    public static func check(_ bytes: UnsafeRawBufferPointer) throws(WireError) {
        guard bytes.count <= sizeLimit else { throw .tooLong(bytes: bytes.count, limit: sizeLimit) }
        var place = 0
        try value(bytes, &place, depth: 0)
        guard place == bytes.count else { throw .trailingBytes(bytes.count - place) }
    }

    private static func value(
        _ bytes: UnsafeRawBufferPointer, _ place: inout Int, depth: Int
    ) throws(WireError) {
        guard depth <= depthLimit else { throw .tooDeep(at: place) }
        guard place < bytes.count else { throw .truncated(at: place) }
        let start = place
        let format = bytes[place]
        place += 1
        switch format {
        case 0x00...0x7F, 0xE0...0xFF, 0xC0, 0xC2, 0xC3: break
        case 0x80...0x8F: try elements(bytes, &place, Int(format & 15) * 2, start, depth)
        case 0x90...0x9F: try elements(bytes, &place, Int(format & 15), start, depth)
        case 0xA0...0xBF: try skip(bytes, &place, Int(format & 31))
        case 0xCC, 0xD0: try skip(bytes, &place, 1)
        case 0xCD, 0xD1: try skip(bytes, &place, 2)
        case 0xCA, 0xCE, 0xD2: try skip(bytes, &place, 4)
        case 0xCB, 0xCF, 0xD3: try skip(bytes, &place, 8)
        case 0xC4, 0xD9: try skip(bytes, &place, length(bytes, &place, 1))
        case 0xC5, 0xDA: try skip(bytes, &place, length(bytes, &place, 2))
        case 0xC6, 0xDB: try skip(bytes, &place, length(bytes, &place, 4))
        case 0xD4...0xD8: try skip(bytes, &place, 1 + (1 << Int(format - 0xD4)))
        case 0xC7...0xC9: try skip(bytes, &place, 1 + length(bytes, &place, 1 << Int(format - 0xC7)))
        case 0xDC: try elements(bytes, &place, length(bytes, &place, 2), start, depth)
        case 0xDD: try elements(bytes, &place, length(bytes, &place, 4), start, depth)
        case 0xDE: try elements(bytes, &place, length(bytes, &place, 2) * 2, start, depth)
        case 0xDF: try elements(bytes, &place, length(bytes, &place, 4) * 2, start, depth)
        default: throw .unknownFormat(byte: format, at: start)
        }
    }

    private static func elements(
        _ bytes: UnsafeRawBufferPointer, _ place: inout Int, _ count: Int, _ start: Int, _ depth: Int
    ) throws(WireError) {
        guard count <= bytes.count - place else {
            throw .claimsTooMuch(at: start, elements: count, bytesLeft: bytes.count - place)
        }
        for _ in 0..<count { try value(bytes, &place, depth: depth + 1) }
    }

    private static func skip(
        _ bytes: UnsafeRawBufferPointer, _ place: inout Int, _ count: Int
    ) throws(WireError) {
        guard count <= bytes.count - place else { throw .truncated(at: bytes.count) }
        place += count
    }

    private static func length(
        _ bytes: UnsafeRawBufferPointer, _ place: inout Int, _ width: Int
    ) throws(WireError) -> Int {
        guard width <= bytes.count - place else { throw .truncated(at: bytes.count) }
        var value = 0
        for index in 0..<width { value = value << 8 | Int(bytes[place + index]) }
        place += width
        return value
    }
}
