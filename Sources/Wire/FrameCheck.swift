/// Walks over msgpack bytes before anything is read: every claimed count must fit into the bytes left,
/// nesting is bounded, and nothing follows the one value. What has passed is read without a further look
/// at lengths.
public struct FrameCheck {
    /// The largest frame, in bytes.
    public static let sizeLimit = 64 * 1024
    /// The deepest nesting.
    public static let depthLimit = 8

    private let bytes: UnsafeRawPointer
    private let count: Int

    /// Throws what is wrong with the bytes; returns where they are one whole value.
    public static func check(_ bytes: UnsafeRawBufferPointer) throws(WireError) { _ = try keys(bytes) }

    /// The same; answers which keys the value may have where it is a map.
    static func keys(_ bytes: UnsafeRawBufferPointer) throws(WireError) -> KeyMarks {
        guard bytes.count <= sizeLimit else { throw .tooLong(bytes: bytes.count, limit: sizeLimit) }
        guard let start = bytes.baseAddress, bytes.count > 0 else { throw .truncated(at: 0) }
        let check = FrameCheck(bytes: start, count: bytes.count)
        var marks = KeyMarks.any
        let end: Int
        if let count = check.entries() {
            end = try check.entries(count, &marks)
        } else {
            end = try check.value(0, depth: 0)
        }
        guard end == bytes.count else { throw .trailingBytes(bytes.count - end) }
        return marks
    }

    private func byte(_ place: Int) -> UInt8 { bytes.load(fromByteOffset: place, as: UInt8.self) }

    /// The entries of a short map, if that is what the bytes are: what our own frames are nearly always.
    private func entries() -> Int? {
        let format = byte(0)
        if format >> 4 == 8 { return Int(format & 15) }
        return format == 0xDE && count >= 3 ? Int(byte(1)) << 8 | Int(byte(2)) : nil
    }

    private func entries(_ entries: Int, _ marks: inout KeyMarks) throws(WireError) -> Int {
        var place = byte(0) == 0xDE ? 3 : 1
        try fit(2 * entries, place, claimedAt: 0)
        var found = KeyMarks.none
        for _ in 0..<entries {
            let key = place
            place = try value(key, depth: 1)
            found.add(bytes + key, place - key)
            place = try value(place, depth: 1)
        }
        marks = found
        return place
    }

    /// Passes the value at `place`; answers where it ends.
    @inline(__always)
    private func value(_ place: Int, depth: Int) throws(WireError) -> Int {
        guard place < count else { throw .truncated(at: place) }
        let format = byte(place)
        let size: Int
        switch format {
        case 0xA0...0xBF: size = Int(format & 31)
        case 0x00...0x7F, 0xE0...0xFF, 0xC0, 0xC2, 0xC3: size = 0
        case 0xCC, 0xD0: size = 1
        case 0xCD, 0xD1: size = 2
        case 0xCA, 0xCE, 0xD2: size = 4
        case 0xCB, 0xCF, 0xD3: size = 8
        case 0xD4...0xD8: size = 1 + (1 << Int(format - 0xD4))
        default: return try longer(place, format, depth)
        }
        return try skip(place + 1, size)
    }

    /// Passes a value whose length or count has to be read.
    private func longer(_ start: Int, _ format: UInt8, _ depth: Int) throws(WireError) -> Int {
        let next = start + 1
        switch format {
        case 0x80...0x8F: return try elements(2 * Int(format & 15), next, start, depth)
        case 0x90...0x9F: return try elements(Int(format & 15), next, start, depth)
        case 0xC4, 0xD9: return try skip(next + 1, length(next, 1))
        case 0xC5, 0xDA: return try skip(next + 2, length(next, 2))
        case 0xC6, 0xDB: return try skip(next + 4, length(next, 4))
        case 0xC7: return try skip(next + 1, 1 + length(next, 1))
        case 0xC8: return try skip(next + 2, 1 + length(next, 2))
        case 0xC9: return try skip(next + 4, 1 + length(next, 4))
        case 0xDC: return try elements(length(next, 2), next + 2, start, depth)
        case 0xDD: return try elements(length(next, 4), next + 4, start, depth)
        case 0xDE: return try elements(2 * length(next, 2), next + 2, start, depth)
        case 0xDF: return try elements(2 * length(next, 4), next + 4, start, depth)
        default: throw .unknownFormat(byte: format, at: start)
        }
    }

    private func elements(
        _ elements: Int, _ first: Int, _ start: Int, _ depth: Int
    ) throws(WireError) -> Int {
        try fit(elements, first, claimedAt: start)
        guard elements == 0 || depth < Self.depthLimit else { throw .tooDeep(at: first) }
        var place = first
        for _ in 0..<elements { place = try value(place, depth: depth + 1) }
        return place
    }

    private func fit(_ elements: Int, _ place: Int, claimedAt start: Int) throws(WireError) {
        let left = count - place
        guard elements <= left else { throw .claimsTooMuch(at: start, elements: elements, bytesLeft: left) }
    }

    @inline(__always)
    private func skip(_ place: Int, _ size: Int) throws(WireError) -> Int {
        guard size <= count - place else { throw .truncated(at: count) }
        return place + size
    }

    private func length(_ place: Int, _ width: Int) throws(WireError) -> Int {
        guard width <= count - place else { throw .truncated(at: count) }
        var value = 0
        for index in 0..<width { value = value << 8 | Int(byte(place + index)) }
        return value
    }
}
