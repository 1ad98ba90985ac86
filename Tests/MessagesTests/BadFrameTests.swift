import Market
import Messages
import Testing
import Wire

@Suite struct BadFrameTests {
    private let codec = Codec()

    @Test(arguments: MessageKind.allCases)
    func `a frame cut at any byte is truncated`(kind: MessageKind) throws {
        let (header, message) = try codec.random(kind, seed: 5)
        let bytes = try codec.encode(message, header)
        for length in bytes.indices {
            let error = codec.failure(kind, Array(bytes[..<length]))
            switch error {
            case .truncated, .claimsTooMuch: break
            default: Issue.record("cut at \(length): \(String(describing: error))")
            }
        }
        #expect(codec.failure(kind, bytes + [0xC0]) == .trailingBytes(1))
    }

    @Test(arguments: MessageKind.allCases)
    func `a changed byte is decoded or refused, never a crash`(kind: MessageKind) throws {
        for seed in UInt64(1)...20 {
            let (header, message) = try codec.random(kind, seed: seed)
            let bytes = try codec.encode(message, header)
            var generator = seed
            for index in bytes.indices {
                generator = generator &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                var changed = bytes
                changed[index] = UInt8(truncatingIfNeeded: generator >> 33)
                if let error = codec.failure(kind, changed) { #expect(!"\(error)".isEmpty, "seed \(seed)") }
            }
        }
    }

    @Test(arguments: MessageKind.allCases)
    func `a required field that is missing or of another type is named`(kind: MessageKind) throws {
        for row in try FieldDocument.rows(of: kind) where row.need == .required && !row.key.contains(".") {
            var without = Frame(try codec.random(kind, seed: 3), codec)
            without.remove(row.key)
            #expect(codec.failure(kind, without.bytes) == .missing(field: row.key))
            var wrong = Frame(try codec.random(kind, seed: 3), codec)
            wrong.replace(row.key, with: [0x92, 0x91, 0xC0, 0xC0])
            switch codec.failure(kind, wrong.bytes) {
            case .wrongType(let field, _, _): #expect(field == row.key)
            case let other: Issue.record("\(row.key): \(String(describing: other))")
            }
        }
    }

    @Test func `another schema is refused`() throws {
        var frame = Frame(try codec.random(.clock, seed: 1), codec)
        frame.replace("v", with: [2])
        #expect(codec.failure(.clock, frame.bytes) == .outOfRange(field: "v", value: "2", expected: "1"))
    }

    @Test func `values out of their range are named with what was expected`() throws {
        let nan: [UInt8] = [0xCB, 0x7F, 0xF8, 0, 0, 0, 0, 0, 0]
        let huge: [UInt8] = [0xCB, 0x7E, 0x37, 0xE4, 0x3C, 0x88, 0x00, 0x75, 0x9C]
        let cases: [(MessageKind, String, [UInt8], String)] = [
            (.kline, "open", nan, "number within"), (.kline, "open", huge, "number within"),
            (.kline, "volume", nan, "finite"), (.kline, "symbol", [0xA1, 0x58], "pair of the instrument table"),
            (.kline, "interval", [0xA2, 0x37, 0x6D], "one of 1m, 5m"), (.kline, "open_time", [0xFF], "nanoseconds"),
            (.cancel, "signal_id", [0xA1, 0x20], "characters"), (.cancel, "leg", [0xCD, 1, 0], "0 to 255"),
            (.trade, "trade_id", [0xCF, 255, 0, 0, 0, 0, 0, 0, 0], "at most"),
            (.depth, "levels", [0x97] + [UInt8](repeating: 0x90, count: 7), "at least 1"),
            (.depth, "levels", [0x97] + (0..<7).flatMap { _ in [0x92, 1, 1] as [UInt8] }, "at most 6"),
        ]
        for (kind, key, value, expected) in cases {
            var frame = Frame(try codec.random(kind, seed: 3), codec)
            frame.replace(key, with: value)
            guard case .outOfRange(let field, _, let text) = codec.failure(kind, frame.bytes) else {
                Issue.record("\(kind).\(key) \(String(describing: codec.failure(kind, frame.bytes)))")
                continue
            }
            #expect(field == key && text.contains(expected), "\(kind).\(key): \(text)")
        }
    }
}

/// The entries of an encoded map, to be changed one by one.
private struct Frame {
    private var entries: [(key: String, value: [UInt8])] = []

    init(_ frame: (header: Header, message: Message), _ codec: Codec) {
        let bytes = (try? codec.encode(frame.message, frame.header)) ?? []
        var walk = 0
        let count = Frame.count(bytes, &walk)
        for _ in 0..<count {
            let start = walk
            Frame.skip(bytes, &walk)
            let key = String(decoding: bytes[(start + 1)..<walk], as: UTF8.self)
            let from = walk
            Frame.skip(bytes, &walk)
            entries.append((key, Array(bytes[from..<walk])))
        }
    }

    private static func count(_ bytes: [UInt8], _ place: inout Int) -> Int {
        defer { place += bytes[place] == 0xDE ? 3 : 1 }
        return bytes[place] == 0xDE ? Int(bytes[place + 1]) << 8 | Int(bytes[place + 2]) : Int(bytes[place] & 15)
    }

    private static func skip(_ bytes: [UInt8], _ place: inout Int) {
        let format = bytes[place]
        switch format {
        case 0x80...0x8F, 0xDE:
            for _ in 0..<count(bytes, &place) * 2 { skip(bytes, &place) }
        case 0x90...0x9F:
            place += 1
            for _ in 0..<Int(format & 15) { skip(bytes, &place) }
        case 0xA0...0xBF: place += 1 + Int(format & 31)
        case 0xD9: place += 2 + Int(bytes[place + 1])
        case 0xCC, 0xD0: place += 2
        case 0xCD, 0xD1: place += 3
        case 0xCE, 0xD2: place += 5
        case 0xCB, 0xCF, 0xD3: place += 9
        default: place += 1
        }
    }

    mutating func remove(_ key: String) { entries.removeAll { $0.key == key } }

    mutating func replace(_ key: String, with value: [UInt8]) {
        for index in entries.indices where entries[index].key == key { entries[index].value = value }
    }

    var bytes: [UInt8] {
        let head: [UInt8] = [0xDE, UInt8(entries.count >> 8), UInt8(entries.count & 255)]
        return entries.reduce(head) { $0 + [0xA0 | UInt8($1.key.utf8.count)] + Array($1.key.utf8) + $1.value }
    }
}
