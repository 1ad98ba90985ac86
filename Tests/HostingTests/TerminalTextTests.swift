@testable import Control
import Testing

@Suite("prose for a terminal")
struct TerminalTextTests {
    @Test("a long line is broken at spaces, under its own text")
    func label() {
        let line = "data         samples/BTCUSDT.csv: 43196 rows of BTC/USDT from 2025-05-04"
        #expect(
            TerminalText.fitted(line, to: 40) == """
                data         samples/BTCUSDT.csv: 43196
                             rows of BTC/USDT from
                             2025-05-04
                """)
    }

    @Test("the indent stays, a line without one begins at the left")
    func indent() {
        #expect(TerminalText.fitted("  one two three", to: 10) == "  one two\n  three")
        #expect(TerminalText.fitted("one two three", to: 8) == "one two\nthree")
    }

    @Test("lines that fit stay as they are, spaces and all", 
        arguments: ["", "\n", "a  b   c\n", "BTC/USDT   1\n  x\n"])
    func short(text: String) {
        #expect(TerminalText.fitted(text, to: 20) == text)
    }

    @Test("a word wider than the terminal stands whole")
    func wide() {
        let path = "/a/folder/of/a/person/with/a/long/name"
        #expect(TerminalText.fitted("see \(path) there", to: 20) == "see\n\(path)\nthere")
    }

    @Test("columns are counted, not characters: 好 has two")
    func columns() {
        #expect(TerminalText.fitted("好好 好好 好", to: 9) == "好好 好好\n好")
        #expect(TerminalText.fitted("好好 好好 好", to: 8) == "好好\n好好 好")
    }

    @Test("what is no terminal gets a line as a line")
    func pipe() {
        let line = String(repeating: "word ", count: 100)
        #expect(TerminalText.shown(line, on: -1) == line)
    }
}
