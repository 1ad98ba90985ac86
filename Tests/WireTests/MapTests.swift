import Testing
import Wire

@Suite struct MapTests {
    private let writer = MapWriter()
    private let reader = MapReader()

    /// Writes one map, reads it and hands it to the body.
    private func read<T>(
        _ count: Int, _ fields: (MapWriter) -> Void, _ body: (inout MapView) throws(WireError) -> T
    ) throws(WireError) -> T {
        writer.clear()
        writer.beginMap(count)
        fields(writer)
        return try reader.read(writer.bytes, body)
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
                _ = try view.array("f")?.double(0)
            } == .outOfRange(field: "f", value: "0 elements", expected: "at least 1"))
    }

    @Test func `what is no map is refused`() {
        let error = #expect(throws: WireError.self) {
            try [UInt8]([0x91, 1]).withUnsafeBytes { bytes in
                try reader.read(bytes) { (_: inout MapView) throws(WireError) in }
            }
        }
        #expect(error == .notAMap(found: "an array"))
        #expect(error?.description == "expected one msgpack map, found an array")
    }
}
