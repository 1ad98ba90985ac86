import Exchanges
import Market
import Messages
import Storage
import TestSupport
import Testing

/// The same candles and trades however they are written: the same events, to the byte.
@Suite struct LayoutTests {
    private let folder = TemporaryFolder()
    private static let count = 300
    private static let names = ["open_time", "open", "high", "low", "close", "volume"]

    /// Six figures a candle, as text.
    private static let rows: [[String]] = {
        var random = SeededGenerator(seed: 7)
        return (0..<count).map { minute in
            let open = 950_000 + Int.random(in: -900...900, using: &random)
            let close = open + Int.random(in: -50...50, using: &random)
            let prices = [open, max(open, close) + 3, min(open, close) - 4, close].map { "\($0 / 10).\($0 % 10)" }
            return ["\(1_746_403_200_000 + minute * 60_000)"] + prices + ["\(minute % 90).25"]
        }
    }()

    private func events(_ texts: [(name: String, text: String)]) throws -> [MarketEvent] {
        let paths = texts.map { folder.write($0.name, $0.text) }
        var source = try CSVSource(paths, parser: LineParser.klines(symbol: SymbolID(0), interval: .m1, base: "BTC", quote: "USDT"))
        let events = try source.all()
        #expect(source.report.leftOut.faults == 0, "\(source.report.errors)")
        return events
    }

    private static func text(_ rows: [[String]], header: String? = names.joined(separator: ","), end: String = "\n") -> String {
        (header.map { [$0] } ?? []).appending(rows.map { $0.joined(separator: ",") }).joined(separator: end) + end
    }

    private static func plain() -> String { text(rows) }

    private static func each(_ change: ([String]) -> [String]) -> [[String]] { rows.map(change) }

    private static func timed(_ change: (Int64) -> String) -> String {
        text(each { [change(Int64($0[0])!)] + $0.dropFirst() })
    }

    private static let binance = each { row in
        row + ["\(Int64(row[0])! + 59_999)", "", "", "", "", ""]
    }

    private static let variants: [String: String] = [
        "no header": text(rows, header: nil),
        "BOM and CRLF": "\u{FEFF}" + text(rows, end: "\r\n"),
        "BOM without a header": "\u{FEFF}" + text(rows, header: nil),
        "comma and space": text(rows).replacing(",", with: ", "),
        "blanks and tabs around": text(each { $0.map { "\t \($0) " } }),
        "quoted": text(each { $0.map { "\"\($0)\"" } }, header: "\"open_time\",\"open\",\"high\",\"low\",\"close\",\"volume\""),
        "semicolons": text(rows).replacing(",", with: ";"),
        "tabs": text(rows).replacing(",", with: "\t"),
        "seconds": timed { "\($0 / 1000)" },
        "float seconds": timed { "\($0 / 1000).0" },
        "microseconds": timed { "\($0 * 1000)" },
        "nanoseconds": timed { "\($0 * 1_000_000)" },
        "float milliseconds": timed { "\($0).0" },
        "scientific milliseconds": timed { "\($0 / 10_000)e4" },
        "ISO with T and Z": timed { Timestamp(milliseconds: $0).description },
        "ISO with a blank": timed { String(Timestamp(milliseconds: $0).description.prefix(19)).replacing("T", with: " ") },
        "ISO with an offset": timed {
            Timestamp(milliseconds: $0 + 7_200_000).description.prefix(19) + "+02:00"
        },
        "float noise": text(each { row in row.enumerated().map { (1...4).contains($0) ? "\($1)0000000001" : $1 } }),
        "scientific prices": text(each { row in row.enumerated().map { (1...4).contains($0) ? "\($1)e0" : $1 } }),
        "trailing separators": text(rows).replacing("\n", with: ",\n"),
        "trailing separators of the lines alone": text(each { $0 + [""] }, header: names.joined(separator: ",")),
        "ccxt": text(rows, header: "timestamp,open,high,low,close,volume"),
        "freqtrade": text(rows, header: "date,open,high,low,close,volume"),
        "the exchange's own words": text(
            binance,
            header: "Open time,Open,High,Low,Close,Volume,Close time,Quote asset volume,Number of trades,"
                + "Taker buy base asset volume,Taker buy quote asset volume,Ignore"),
        "the dumps": text(
            binance,
            header: "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
                + "taker_buy_quote_volume,ignore"),
        "the dumps without a header": text(binance, header: nil),
        "close time is the next open time": text(
            each { $0 + ["\(Int64($0[0])! + 60_000)"] }, header: names.joined(separator: ",") + ",close_time"),
        "WebSocket letters": text(
            each { [$0[0], "\(Int64($0[0])! + 59_999)"] + $0.dropFirst() }, header: "t,T,o,h,l,c,v"),
        "other order and more columns": text(
            each { ["x", $0[5], $0[4], $0[0], "BTC/USDT", $0[3], $0[2], $0[1]] },
            header: "exchange,VOLUME,Close,OPEN-TIME,pair,low,HIGH,open"),
        "an index in front": text(
            rows.enumerated().map { ["\($0)"] + $1 }, header: "," + names.joined(separator: ",")),
        "date and count, volumes by asset": text(
            each { [$0[0], "2025"] + $0[1...4] + [$0[5], ""] },
            header: "unix,date,open,high,low,close,Volume BTC,Volume USDT"),
        "comments above": "# from somewhere\n#\n" + plain(),
        "a comment's sign before the header": "# " + plain(),
        "empty lines": plain().replacing("\n", with: "\n\n"),
        "header again in the middle": text(
            Array(rows[..<100]) + [names] + Array(rows[100...])),
        "newest first": text(rows.reversed()),
        "halves swapped": text(Array(rows[150...] + rows[..<150])),
        "one line late": text(Array(rows[1...] + rows[..<1])),
        "lines twice": text(rows.flatMap { [$0, $0] }),
        "no line end": String(plain().dropLast()),
    ]

    @Test(arguments: variants.keys.sorted())
    func `candles are the same however they are written`(_ variant: String) throws {
        let expected = try events([("plain.csv", Self.plain())])
        #expect(expected.count == Self.count)
        #expect(try events([("variant.csv", Self.variants[variant]!)]) == expected)
        #expect(try events([("variant.csv.gz", Self.variants[variant]!)]) == expected)
    }

    @Test func `candles are the same in any order and in any number of files`() throws {
        let expected = try events([("plain.csv", Self.plain())])
        for seed in UInt64(1)...12 {
            var random = SeededGenerator(seed: seed)
            let files = (0..<Int.random(in: 1...4, using: &random)).map { file in
                let first = Int.random(in: 0..<Self.count, using: &random)
                let last = Int.random(in: first..<Self.count, using: &random)
                var rows = Array(file == 0 ? Self.rows[...] : Self.rows[first...last])
                if Bool.random(using: &random) { rows.shuffle(using: &random) }
                return (name: "\(seed)-\(file).csv", text: Self.text(rows))
            }
            #expect(try events(files) == expected, "seed \(seed)")
        }
    }

    @Test func `two streams of trade numbers are put in order, and nothing is lost`() throws {
        var lines: [String] = []
        for number in 0..<300 {
            for (first, delay) in [(1_000_000_000, 0), (1_010_000_000, 7)] {
                lines.append("\(first + number),95000.1,0.5,1,1,\(1_746_403_200_000 + number * 500 + delay),true")
            }
        }
        let head = "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker"
        func trades(_ lines: [String]) throws -> (events: [MarketEvent], report: SourceReport) {
            let path = folder.write("trades.csv", ([head] + lines).joined(separator: "\n") + "\n")
            var source = try CSVSource([path], parser: LineParser.aggTrades(symbol: SymbolID(0)))
            return (try source.all(), source.report)
        }
        let plain = try trades(lines)
        #expect(plain.events.count == 600 && plain.report.leftOut.count == 0)
        let apart = lines.indices.filter { $0 % 2 == 0 } + lines.indices.filter { $0 % 2 == 1 }
        let sorted = try trades(apart.map { lines[$0] })
        #expect(sorted.events == plain.events && sorted.report.files[0].order == .sorted)
        var random = SeededGenerator(seed: 3)
        let twice = try trades((lines + lines).shuffled(using: &random))
        #expect(twice.events == plain.events && twice.report.leftOut.doubled == 600)
    }

    private func refusal(_ text: String) -> String {
        do {
            return "read \(try events([("refused.csv", text)]).count)"
        } catch { return "\(error)" }
    }

    @Test(arguments: [
        ("mixed units", text(rows[..<3].map { $0 } + rows[3..<6].map { ["\($0[0])000"] + $0.dropFirst() }),
            ["refused.csv:5: open_time \"1746403380000000\" is in µs, the file's other times are in ms", "\n3 lines are to blame"]),
        ("a contradiction", text(Array(rows[..<3]) + [[rows[1][0]] + rows[7].dropFirst()]),
            ["open_time 2025-05-05T00:01:00.000Z has other figures here than in line", "not used"]),
        ("candles of five minutes", timed { "\(1_746_403_200_000 + ($0 - 1_746_403_200_000) * 5)" },
            ["the candles are 300.0 s apart, and the file's name says 1m"]),
        ("candles of a second", timed { "\(1_746_403_200_000 + ($0 - 1_746_403_200_000) / 60)" },
            ["the candles are 1.0 s apart"]),
        ("no volume", text(rows, header: "open_time,open,high,low,close,trades"), ["lacks volume"]),
        ("two times", text(each { $0 + [$0[0]] }, header: "time,open,high,low,close,volume,date"),
            ["has \"time\" and \"date\", and either may be open_time"]),
        ("high and low the wrong way round", text(rows, header: "open_time,open,low,high,close,volume"),
            ["300 of the file's 300 lines can't be read"]),
        ("day or month first", timed { _ in "05/06/2025 00:00" },
            ["refused.csv:2: open_time is \"05/06/2025 00:00\"; expected a time from 2009 to 2099", "300 lines are to blame"]),
        ("decimal commas", text(each { row in row.enumerated().map { $0 == 1 ? $1.replacing(".", with: ",") : $1 } }).replacing(",\"", with: ";"),
            ["7 columns; expected 6"]),
        ("decimal commas between semicolons",
            text(rows).replacing(",", with: ";").replacing(".", with: ","), ["a comma in a number may mean two things"]),
        ("thousands in quotes", text(each { [$0[0], "\"95,000.1\""] + $0.dropFirst(2) }),
            ["open is \"95,000.1\"", "a comma in a number may mean two things"]),
        ("before there was a market", timed { "\($0 / 10)" }, ["open_time is \"174640320000\""]),
        ("the year 2100", timed { "\($0 + 2_400_000_000_000)" }, ["from 2009 to 2099"]),
        ("a dump of trades", "id,price,qty,quote_qty,time,is_buyer_maker\n1,2,3,4,1746403200000,true\n",
            ["refused.csv:1: the file begins with", "or a header with open_time, open, high, low, close, volume"]),
        ("no text", "\u{1}\u{2}\u{3}", ["refused.csv:1: the file begins with"]),
    ])
    func `what may mean two things is refused by file and line`(_ what: String, _ text: String, _ expected: [String]) {
        let found = refusal(text)
        for part in expected { #expect(found.contains(part), "\(what): \(found.prefix(1500))") }
        #expect(found.split(separator: "\n").count <= 8, "\(found.prefix(1500))")
    }

    @Test func `files that contradict each other are refused with both places`() {
        let other = Self.rows.enumerated().map { $0 == 200 ? [$1[0]] + Self.rows[0].dropFirst() : $1 }
        folder.write("a.csv", Self.plain())
        folder.write("b.csv", Self.text(Array(other[150...])))
        do {
            _ = try events([("a.csv", Self.plain()), ("b.csv", Self.text(Array(other[150...])))])
            Issue.record("taken")
        } catch {
            #expect("\(error)".contains("/b.csv:52: ") && "\(error)".contains("/a.csv:202"), "\(error)")
        }
    }
}

extension Array {
    fileprivate func appending(_ more: [Element]) -> [Element] { self + more }
}
