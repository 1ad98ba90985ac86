import Exchanges
import Market

/// Lines of recorded CSV files, each file to each parser.
struct LineBorder: Border {
    static let name = "line"

    init(folder: String) {}

    mutating func feed(_ bytes: [UInt8]) -> String {
        let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
        return [
            Self.outcome(lines, LineParser.klines(symbol: SymbolID(0))),
            Self.outcome(lines, LineParser.klines(symbol: SymbolID(0), interval: .m1)),
            Self.outcome(lines, LineParser.trades(symbol: SymbolID(0))),
            Self.outcome(lines, LineParser.aggTrades(symbol: SymbolID(0))),
            Self.outcome(lines, LineParser.bookTickers(symbol: SymbolID(0))),
        ].joined(separator: " ")
    }

    private static func outcome(_ lines: [ArraySlice<UInt8>], _ parser: LineParser) -> String {
        var parser = parser
        var outcomes: Set<String> = []
        var event = MarketEvent.none
        parser.beginFile()
        for line in lines {
            line.withUnsafeBytes { bytes in
                do throws(FeedProblem) {
                    if try parser.place(of: bytes) != nil { outcomes.insert("place") }
                    if try parser.parse(bytes, into: &event) != nil { outcomes.insert("event") }
                } catch { outcomes.insert(caseName(error)) }
            }
        }
        return outcomes.sorted().joined(separator: ",")
    }
}
