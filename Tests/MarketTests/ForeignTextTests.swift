import Market
import Testing

@Suite struct ForeignTextTests {
    private static let hostile = "a\u{1B}[31m\nb\tc\u{7F}\u{85}\u{202E}\u{200B}\u{2028}\u{FEFF}\u{E000}d\r\0\\"

    @Test func `whatever moves a cursor, breaks a line or turns the reading is written out by its number`() {
        #expect(
            ForeignText.shown(Self.hostile)
                == #"a\x1b[31m\x0ab\x09c\x7f\u{0085}\u{202e}\u{200b}\u{2028}\u{feff}\u{e000}d\x0d\x00\\"#)
        #expect(ForeignText.quoted("x\ny") == #""x\x0ay""#)
        #expect(ForeignText.line("x\ny\\") == #"x\x0ay\"#)
        #expect(ForeignText.harmless("x\n\u{1B}[2Jy\r") == "x\n\\x1b[2Jy\\x0d")
    }

    @Test func `letters of every language stay as they are`() {
        for text in ["BTC/USDT", "Zürich – 東京 ₿ é", "it's \"quoted\", 100 %"] {
            #expect(ForeignText.shown(text) == text && ForeignText.harmless(text) == text)
        }
    }

    @Test func `a long text is cut, and bytes that are no UTF-8 are told`() {
        #expect(ForeignText.shown(String(repeating: "x", count: 81)) == String(repeating: "x", count: 80) + "…")
        #expect(ForeignText.shown(String(repeating: "x", count: 80)).count == 80)
        #expect(ForeignText.shown([0x61, 0xFF, 0x0A, 0x5C, 0x1B] as [UInt8]) == #"a\xff\x0a\x5c\x1b"#)
        #expect(ForeignText.shown([UInt8](repeating: 0xC0, count: 90), limit: 2) == #"\xc0\xc0…"#)
    }

    @Test func `JSON stays JSON`() {
        #expect(ForeignText.json("a\"b\\\n\u{1B}\u{202E}\u{1F600}é") == #""a\"b\\\u000a\u001b\u202e😀é""#)
        #expect(ForeignText.json("\u{E0001}") == #""\udb40\udc01""#)
    }

    @Test func `no character is shown raw that does anything but show itself`() {
        for value in UInt32(0)..<0x3000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = ForeignText.shown(String(scalar))
            let isRaw = text.unicodeScalars.contains(scalar) && text.unicodeScalars.count == 1
            guard isRaw else { continue }
            #expect(value >= 0x20 && value != 0x7F && !(0x80...0x9F).contains(value), "\(value)")
            #expect(![.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory))
        }
    }
}
