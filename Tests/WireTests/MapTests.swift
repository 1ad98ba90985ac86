import Testing
import Wire

@Suite struct MapTests {
    private let writer = MapWriter()

    /// Writes one map, reads it and hands it to the body.
    private func read<T>(
        _ count: Int, _ fields: (MapWriter) -> Void, _ body: (inout MapView) throws(WireError) -> T
    ) throws(WireError) -> T {
        writer.clear()
        writer.beginMap(count)
        fields(writer)
        var view = try MapView(writer.bytes)
        return try body(&view)
    }

    @Test func `the bytes are those of Python's packb`() {
        writer.clear()
        writer.beginMap(5)
        writer.key("a")
        writer.integer(-1)
        writer.key("b")
        writer.unsigned(200)
        writer.key("c")
        writer.double(1.5)
        writer.key("d")
        writer.bool(true)
        writer.key("e")
        writer.beginArray(1)
        writer.text("ñ" as String)
        let packed: [UInt8] = [
            0x85, 0xA1, 0x61, 0xFF, 0xA1, 0x62, 0xCC, 0xC8, 0xA1, 0x63, 0xCB, 0x3F, 0xF8, 0, 0, 0, 0, 0, 0,
            0xA1, 0x64, 0xC3, 0xA1, 0x65, 0x91, 0xA2, 0xC3, 0xB1,
        ]
        #expect(Array(writer.bytes) == packed)
        writer.clear()
        #expect(writer.bytes.isEmpty)
    }

    @Test(arguments: [
        (0, [0]), (127, [0x7F]), (128, [0xCC, 0x80]), (255, [0xCC, 0xFF]), (256, [0xCD, 1, 0]),
        (65_535, [0xCD, 0xFF, 0xFF]), (65_536, [0xCE, 0, 1, 0, 0]), (4_294_967_295, [0xCE, 0xFF, 0xFF, 0xFF, 0xFF]),
        (4_294_967_296, [0xCF, 0, 0, 0, 1, 0, 0, 0, 0]), (.max, [0xCF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]),
        (-32, [0xE0]), (-33, [0xD0, 0xDF]), (.min, [0xD3, 0x80, 0, 0, 0, 0, 0, 0, 0]),
    ] as [(Int64, [UInt8])])
    func `whole numbers take the fewest bytes`(number: Int64, bytes: [UInt8]) {
        writer.clear()
        writer.integer(number)
        #expect(Array(writer.bytes) == bytes)
        guard number >= 0 else { return }
        writer.clear()
        writer.unsigned(UInt64(number))
        #expect(Array(writer.bytes) == bytes)
    }

    @Test func `the heads of long maps and arrays are msgpack-c's`() {
        for (count, map, array) in [(15, [0x8F], [0x9F]), (16, [0xDE, 0, 16], [0xDC, 0, 16])] as [(Int, [UInt8], [UInt8])] {
            writer.clear()
            writer.beginMap(count)
            writer.beginArray(count)
            #expect(Array(writer.bytes) == map + array)
        }
    }

    @Test func `values are found in any order and unknown ones are skipped`() throws {
        let found = try read(4) { writer in
            writer.key("z")
            writer.integer(Int64.min)
            writer.key("skip")
            writer.beginArray(0)
            writer.key("u")
            writer.unsigned(.max)
            writer.key("n")
            writer.integer(3)
        } _: { (view: inout MapView) throws(WireError) in
            (try view.double("n"), try view.unsigned("u"), try view.integer("z"), try view.bool("missing"))
        }
        #expect(found.0 == 3 && found.1 == .max && found.2 == .min && found.3 == nil)
    }

    @Test func `wrong types and ranges name the field`() {
        func failure(_ value: (MapWriter) -> Void, _ read: (inout MapView) throws(WireError) -> Void) -> WireError? {
            do throws(WireError) {
                try self.read(1, { $0.key("f"); value($0) }, read)
                return nil
            } catch {
                return error
            }
        }
        let text: (MapWriter) -> Void = { $0.text("x" as StaticString) }
        #expect(
            failure(text) { (view: inout MapView) throws(WireError) in _ = try view.double("f") }
                == .wrongType(field: "f", expected: "a number", found: "a text"))
        #expect(
            failure(text) { (view: inout MapView) throws(WireError) in _ = try view.map("f") }
                == .wrongType(field: "f", expected: "a map", found: "a text"))
        #expect(
            failure { $0.double(1.5) } _: { (view: inout MapView) throws(WireError) in _ = try view.integer("f") }
                == .wrongType(field: "f", expected: "a whole number", found: "a decimal number"))
        #expect(
            failure { $0.integer(-1) } _: { (view: inout MapView) throws(WireError) in _ = try view.unsigned("f") }
                == .wrongType(field: "f", expected: "a whole number from 0", found: "a whole number"))
        #expect(
            failure { $0.unsigned(.max) } _: { (view: inout MapView) throws(WireError) in _ = try view.integer("f") }
                == .outOfRange(field: "f", value: "\(UInt64.max)", expected: "at most \(Int64.max)"))
        #expect(
            failure { $0.bool(true) } _: { (view: inout MapView) throws(WireError) in _ = try view.text("f") }
                == .wrongType(field: "f", expected: "a text", found: "a truth value"))
        #expect(
            failure { $0.beginArray(0) } _: { (view: inout MapView) throws(WireError) in
                var found = try view.array("f")
                _ = try found?.double(0)
            } == .outOfRange(field: "f", value: "0 elements", expected: "at least 1"))
    }

    /// A map of one entry, "k", from the bytes of its value, and a second entry behind it.
    private func view<T>(_ value: [UInt8], _ body: (inout MapView) throws -> T) throws -> T {
        let packed: [UInt8] = [0x82, 0xA1, 0x6B] + value + [0xA4] + Array("next".utf8) + [0x07]
        return try packed.withUnsafeBytes { bytes in
            var view = try MapView(bytes)
            let found = try body(&view)
            #expect(try view.unsigned("next") == 7, "\(value)")
            return found
        }
    }

    @Test func `each width of a number is read`() throws {
        let wholes: [([UInt8], Int64)] = [
            ([0x7F], 127), ([0xE0], -32), ([0xFF], -1), ([0xCC, 0xFE], 254), ([0xCD, 0x12, 0x34], 0x1234),
            ([0xCE, 0xFF, 0, 0, 1], 0xFF00_0001), ([0xCF, 0, 0, 0, 1, 0, 0, 0, 2], 0x1_0000_0002), ([0xD0, 0x80], -128),
            ([0xD1, 0xFF, 0], -256), ([0xD2, 0x80, 0, 0, 0], -0x8000_0000), ([0xD3, 0, 0, 0, 0, 0, 0, 0, 9], 9),
            ([0xD3, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE], -2),
        ]
        for (bytes, value) in wholes {
            #expect(try view(bytes) { try $0.integer("k") } == value)
            #expect(try view(bytes) { try $0.double("k") } == Double(value))
            if value >= 0 { #expect(try view(bytes) { try $0.unsigned("k") } == UInt64(value)) }
        }
        #expect(try view([0xCA, 0x3F, 0xC0, 0, 0]) { try $0.double("k") } == 1.5)
        #expect(try view([0xCB, 0xBF, 0xF8, 0, 0, 0, 0, 0, 0]) { try $0.double("k") } == -1.5)
        #expect(try view([0xC0]) { try $0.double("k") } == nil)
        #expect(try view([0xC3]) { try $0.bool("k") } == true)
    }

    @Test(arguments: [0, 1, 3, 5, 8, 15, 16, 17, 31, 32, 255, 256, 300])
    func `texts and bytes of every length are read and passed over`(length: Int) throws {
        let body = (0..<length).map { UInt8(97 + $0 % 26) }
        var heads: [[UInt8]] = [[0xDA], [0xC5]].map { $0 + [UInt8(length >> 8), UInt8(length & 255)] }
        if length < 32 { heads.append([0xA0 | UInt8(length)]) }
        if length < 256 { heads += [[0xD9, UInt8(length)], [0xC4, UInt8(length)]] }
        heads += [[0xDB], [0xC6]].map { $0 + [0, 0, UInt8(length >> 8), UInt8(length & 255)] }
        for head in heads {
            #expect(try view(head + body) { try $0.text("k").map { Array($0) } } == body)
            #expect(try view(head + body) { try $0.bool("missing") } == nil)
        }
        writer.clear()
        body.withUnsafeBytes { writer.text($0) }
        #expect(Array(writer.bytes.suffix(length)) == body)
    }

    @Test func `what is nested is passed over, whatever it is`() throws {
        let nested: [[UInt8]] = [
            [0x92, 0x91, 0xC0, 0x81, 0x01, 0x93, 1, 2, 3], [0xDC, 0, 2, 0xC2, 0xA1, 0x61], [0xDD, 0, 0, 0, 1, 0x80],
            [0xDE, 0, 1, 0xA1, 0x61, 0xCC, 200], [0xDF, 0, 0, 0, 1, 0xC3, 0x90], [0xC7, 2, 5, 8, 9], [0xC8, 0, 1, 5, 9],
            [0xC9, 0, 0, 0, 1, 5, 9], [0xD4, 5, 1], [0xD5, 5, 1, 1], [0xD6, 5] + [UInt8](repeating: 1, count: 4),
            [0xD7, 5] + [UInt8](repeating: 1, count: 8), [0xD8, 5] + [UInt8](repeating: 1, count: 16),
        ]
        for value in nested {
            #expect(try view(value) { try $0.bool("nothing") } == nil)
            #expect(throws: WireError.self) { try view(value) { _ = try $0.text("k") } }
        }
    }

    @Test func `a key is found however it is packed`() throws {
        let keys: [[UInt8]] = [[0xA1, 0x6B], [0xD9, 1, 0x6B], [0xDA, 0, 1, 0x6B], [0xC4, 1, 0x6B]]
        for key in keys {
            let packed: [UInt8] = [0x83, 0x05, 0x06, 0xA2, 0x6B, 0x6B, 0x08] + key + [0x09]
            let found = try packed.withUnsafeBytes { bytes in
                var view = try MapView(bytes)
                return [try view.integer("k"), try view.integer("kk"), try view.integer("k"), try view.integer("x")]
            }
            #expect(found == [9, 8, 9, nil])
        }
    }

    @Test func `elements are read in any order`() throws {
        let array: [UInt8] = [0x94, 1, 0x92, 2, 3, 0xCD, 1, 0, 5]
        try view(array) { view in
            var found = try #require(try view.array("k"))
            #expect(try found.unsigned(3) == 5 && found.unsigned(0) == 1 && found.double(2) == 256)
            var inner = try found.array(1)
            #expect(try inner.count == 2 && inner.unsigned(1) == 3)
        }
    }

    @Test func `entries counted at the end get their head in front`() {
        for count in [0, 15, 16, 70_000] {
            writer.clear()
            for _ in 0..<count { writer.unsigned(1); writer.unsigned(2) }
            writer.wrapInMap(count)
            let whole = Array(writer.bytes)
            writer.clear()
            writer.beginMap(count)
            let head = Array(writer.bytes)
            #expect(Array(whole.prefix(head.count)) == head && whole.count == head.count + 2 * count)
        }
    }

    @Test func `what is no map is refused`() {
        let error = #expect(throws: WireError.self) {
            try [UInt8]([0x91, 1]).withUnsafeBytes { bytes in _ = try MapView(bytes) }
        }
        #expect(error == .notAMap(found: "an array"))
        #expect(error?.description == "expected one msgpack map, found an array")
    }
}
