/// Where in a file something stands, both from 1.
public struct FilePlace: Sendable, Hashable {
    /// The line, from 1, and the byte in it, from 1.
    public let line: Int
    public let column: Int

    /// A place.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

extension FilePlace {
    /// Where the value of a path begins in a valid JSON file; `nil` where the path is not there.
    ///
    /// Only errors ask for it, so the file is walked again instead of keeping a place by every value.
    init?(of path: [String], in bytes: [UInt8]) {
        var walk = JSONWalk(bytes)
        guard let found = walk.find(path[...]) else { return nil }
        let before = bytes[..<found]
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        self.init(line: before.count { $0 == UInt8(ascii: "\n") } + 1, column: found - lineStart + 1)
    }
}

/// Walks over the bytes of a JSON file that is known to be valid.
private struct JSONWalk {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private var byte: UInt8 { place < bytes.count ? bytes[place] : 0 }

    private mutating func skipBlanks() {
        while place < bytes.count, " \t\r\n,:".utf8.contains(byte) { place += 1 }
    }

    /// The index at which the value of a path begins, looked for from the value that begins here.
    mutating func find(_ path: ArraySlice<String>) -> Int? {
        skipBlanks()
        guard let first = path.first else { return place }
        let isObject = byte == UInt8(ascii: "{")
        guard isObject || byte == UInt8(ascii: "[") else { return nil }
        place += 1
        var index = 0
        while true {
            skipBlanks()
            if place >= bytes.count || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") { return nil }
            let key = isObject ? text() : "[\(index)]"
            if key == first { return find(path.dropFirst()) }
            skipValue()
            index += 1
        }
    }

    private mutating func text() -> String {
        let start = place + 1
        skipText()
        return String(decoding: bytes[min(start, bytes.count)..<max(start, place - 1)], as: UTF8.self)
    }

    private mutating func skipText() {
        place += 1
        while place < bytes.count, byte != UInt8(ascii: "\"") { place += byte == UInt8(ascii: "\\") ? 2 : 1 }
        place += 1
    }

    private mutating func skipValue() {
        skipBlanks()
        var depth = 0
        repeat {
            switch byte {
            case UInt8(ascii: "\""):
                skipText()
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
            if depth < 0 { return }
            place += 1
        } while place < bytes.count && (depth > 0 || !",}]".utf8.contains(byte))
    }
}
