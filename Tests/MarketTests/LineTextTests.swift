import Market
import TestSupport
import Testing

@Suite struct LineTextTests {
    private func text(_ line: LineText) -> String { line.description }

    @Test func `values read as their descriptions do`() {
        let raws: [Int64] = [0, 1, -1, 100_000_000, 9_550_540_000_000, -150, 123_456_789, .max, .min]
        for raw in raws {
            #expect(text("\(Price(raw: raw))") == Price(raw: raw).description)
        }
        for number: Int64 in [0, 7, 10, -1, 99, 100, .max, .min] { #expect(text("\(number)") == "\(number)") }
        #expect(text("\(UInt64.max)") == "\(UInt64.max)")
        let label = Label(clipping: "r1-x" as String)
        #expect(text("\("é" as String)\("b" as StaticString)\(label)") == "ébr1-x")
    }

    @Test func `a moment is told in ISO 8601`() {
        #expect(Timestamp(milliseconds: 1_746_374_459_999).description == "2025-05-04T16:00:59.999Z")
        #expect(Timestamp.zero.description == "1970-01-01T00:00:00.000Z")
        #expect(Timestamp.never.description == "never")
    }

    @Test func `what is too long is cut, and still ends its line`() {
        var line = LineText()
        for _ in 0..<100 { line.append("0123456789") }
        #expect(line.count == LineText.capacity)
        line.end()
        #expect(line.description.hasSuffix("8\n"))
        #expect(line.count == LineText.capacity)
    }

    @Test func `a label is clipped from a line as from a text`() {
        let line: LineText = "x-r1-BTC USDT-1746374400-5m-and-more"
        #expect(Label(clipping: line) == Label(clipping: line.description))
    }
}
