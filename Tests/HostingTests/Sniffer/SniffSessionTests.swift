import Configuration
@testable import Control
import Foundation
import Market
import Messages
import TestSupport
import Testing
import Wire

@Suite struct SniffSessionTests {
    private let bench = SniffBench()

    // MARK: lines

    @Test func `a frame is one line: event time, publisher, number, topic, fields`() throws {
        var session = bench.session()
        var signal = Signal()
        signal.signalID = "r7-BTCUSDT-1-5m"
        signal.symbol = SymbolID(0)
        signal.quantity = try Quantity("0.01")
        signal.stopLoss = Price(49_000)
        signal.regime = "bull_market"
        signal.correlation = 0.65
        try bench.take(.signal(signal), SniffBench.header(3), into: &session)
        #expect(
            session.takeText().output == """
                2025-05-04T15:36:00.000Z l2-tactic.0 seq 3 signals/BTC/USDT signal_id=r7-BTCUSDT-1-5m \
                timestamp=0.0 symbol=BTC/USDT side=buy qty=0.01 order_type=market stop_loss=49000 \
                strategy_context.regime=bull_market strategy_context.correlation_btc_eth=0.65

                """)
    }

    @Test(arguments: MessageKind.allCases)
    func `as JSON each kind is one object with its header and its data`(kind: MessageKind) throws {
        for seed in UInt64(1)...20 {
            var session = bench.session { $0.isJSON = true }
            let message = try RandomFields.message(kind, seed: seed, symbols: bench.instruments.count)
            // A ticker of no pair has no topic: nobody says it.
            if kind == .ticker, !bench.instruments.contains(message.symbol) { continue }
            try bench.take(message, SniffBench.header(9), into: &session, at: Timestamp(nanoseconds: 5))
            let text = session.takeText().output
            #expect(text.hasSuffix("}\n") && text.filter { $0 == "\n" }.count == 1)
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "seed \(seed)")
            #expect(object["topic"] as? String == TopicCatalogue.topic(of: message, bench.instruments))
            #expect(object["received"] as? Int == 5)
            #expect((object["header"] as? [String: Any])?["seq"] as? Int == 9)
            #expect(text.hasSuffix("\"data\":" + SafeIntegers.quoted(try FieldJSON.object(message, bench.instruments)) + "}\n"))
        }
    }

    @Test func `frames of any run, mode and configuration are shown`() throws {
        var session = bench.session()
        for run in UInt32(1)...3 {
            var header = SniffBench.header(1, run: run)
            header.mode = .live
            header.configuration = UInt64(run)
            try bench.take(SniffBench.ticker(), header, into: &session)
        }
        #expect(session.frames == 3 && session.refused == 0 && session.sequences.missing == 0)
    }

    // MARK: what can't be read

    @Test func `a frame cut at any byte is shown as unreadable, with its size and why`() throws {
        let whole = try bench.bytes(SniffBench.ticker(), SniffBench.header(1))
        var session = bench.session()
        for count in 0..<whole.count {
            session.take(topic: Array("BTC/USDT".utf8), payload: Array(whole[..<count]), at: .zero)
            let line = session.takeText().output
            #expect(line.hasPrefix("unreadable BTC/USDT (\(count) bytes): "), "\(line)")
        }
        #expect(session.refused == whole.count)
    }

    @Test func `a pair that is not in the table is named`() throws {
        let other = InstrumentTable(bench.instruments.instruments.reversed())
        let few = InstrumentTable([bench.instruments.instruments[0]])
        var session = SniffSession(few, SniffOptions(), began: .zero)
        let encoder = FrameEncoder(other)
        let payload = Array(try encoder.encode(SniffBench.ticker(), SniffBench.header(1)))
        session.take(topic: Array("SOL/USDT".utf8), payload: payload, at: .zero)
        #expect(session.takeText().output.contains("field \"symbol\" is \"SOL/USDT\""))
    }

    @Test func `what comes from outside does no harm to a terminal or to JSON`() throws {
        var plain = bench.session()
        var json = bench.session { $0.isJSON = true }
        let topic = Array("\u{1B}[2J\"x\n/\u{7}".utf8) + [0xFF]
        plain.take(topic: topic, payload: [1], at: .zero)
        json.take(topic: topic, payload: [1], at: .zero)
        let line = plain.takeText().output
        #expect(line.dropLast().utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }, "\(line)")
        let text = json.takeText().output
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        #expect(object?["bytes"] as? Int == 1 && object?["refused"] is String)
    }

    @Test func `random bytes never stop it`() {
        var generator = SeededGenerator(seed: 2)
        var session = bench.session { $0.showsRate = true }
        for _ in 0..<5_000 {
            let topic = SniffBench.bytes(upTo: 12, &generator)
            let payload = SniffBench.bytes(upTo: 40, &generator)
            session.take(topic: topic, payload: payload, at: .zero)
        }
        session.finish(at: .zero)
        #expect(session.frames == 5_000)
        #expect(session.takeText().notices.hasSuffix("5000 frames, 0 missing, 5000 unreadable\n"))
    }

    // MARK: gaps, rates, latencies

    @Test func `a gap is told when it shows, and added up at the end`() throws {
        var session = bench.session()
        for sequence: UInt64 in [1, 2, 5, 5, 4, 6, 9] {
            try bench.take(SniffBench.ticker(), SniffBench.header(sequence), into: &session)
        }
        try bench.take(SniffBench.ticker(1), SniffBench.header(50), into: &session)
        try bench.take(SniffBench.ticker(), SniffBench.header(8, from: "l4-meta.0"), into: &session)
        session.finish(at: .zero)
        #expect(
            session.takeText().notices == """
                gap: l2-tactic.0 BTC/USDT: 2 missing before seq 5
                gap: l2-tactic.0 BTC/USDT: 2 missing before seq 9
                gaps: l2-tactic.0 BTC/USDT: 4 missing
                9 frames, 4 missing, 0 unreadable

                """)
    }

    @Test func `a publisher that starts again has no gap, and one of an old start is no news`() throws {
        var session = bench.session()
        for (epoch, sequence) in [(1, 7), (2, 1), (1, 9), (2, 2), (4, 60)] as [(UInt32, UInt64)] {
            try bench.take(SniffBench.ticker(), SniffBench.header(sequence, epoch: epoch), into: &session)
        }
        #expect(session.sequences.missing == 0)
    }

    @Test func `numbers at their limits do not trap`() throws {
        var session = bench.session { $0.showsLatency = true }
        for sequence: UInt64 in [0, .max] {
            for epoch in UInt32(1)...2 {
                for run in UInt32(1)...2 {
                    var header = SniffBench.header(sequence, epoch: epoch, run: run)
                    header.sent = Timestamp(nanoseconds: .max)
                    try bench.take(SniffBench.ticker(), header, into: &session)
                }
            }
        }
        #expect(session.sequences.missing == .max)
    }

    @Test func `rates for a person are few aligned lines, the busiest first, and drawn in place on a terminal`() throws {
        for isDrawn in [false, true] {
            var session = bench.session { ($0.showsRate, $0.showsFrames, $0.drawsInPlace) = (true, false, isDrawn) }
            var terminal = TerminalGrid(rows: 40, columns: 80)
            for second in Int64(1)...3 {
                for topic in 0..<40 {
                    for _ in 0...topic { session.take(topic: Array("topic/\(topic)".utf8), payload: [], at: .zero) }
                }
                session.tick(at: Timestamp(milliseconds: second * 1000))
                let text = session.takeText().output
                terminal.take(text.replacing("\n", with: "\r\n"))
                let lines = text.split(separator: "\n")
                #expect(lines.count == (isDrawn ? 19 : 7), "\(text)")
                #expect(text.contains("      40.0/s  topic/39\n") && text.contains("     820.0/s  in all, 40 topics"), "\(text)")
                #expect(text.contains("others"))
            }
            let stamps = terminal.lines.filter { $0.hasPrefix("1970") }
            #expect(stamps.count == (isDrawn ? 1 : 3) && terminal.unknown.isEmpty)
        }
    }

    @Test func `a last word that is told again is marked, one that is new is not`() throws {
        let began = Timestamp(milliseconds: 1000)
        for isJSON in [false, true] {
            var session = bench.session({ $0.isJSON = isJSON }, began: began)
            let mark = isJSON ? "\"again\":true" : "(said before, told again)"
            for (sequence, sent, isMarked) in [(3, 900, true), (3, 900, true), (4, 1100, false), (4, 1100, true), (5, 0, false)] {
                var header = SniffBench.header(UInt64(sequence))
                header.sent = Timestamp(milliseconds: Int64(sent))
                try bench.take(SniffBench.ticker(), header, into: &session, at: began)
                #expect(session.takeText().output.contains(mark) == isMarked, "seq \(sequence)")
            }
        }
    }

    @Test func `integers that float64 does not count are strings in JSON, and nothing else is`() {
        let limit = "9007199254740992"
        #expect(SafeIntegers.quoted("{\"a\":\(limit),\"b\":9007199254740993}") == "{\"a\":\(limit),\"b\":\"9007199254740993\"}")
        #expect(SafeIntegers.quoted("[-9223372036854775808,18446744073709551615]") == "[\"-9223372036854775808\",\"18446744073709551615\"]")
        let kept = "{\"x\":\"1234567890123456789\",\"y\":12345678901234567.5,\"z\":1e300,\"q\\\"\":1,\"t\":true}"
        #expect(SafeIntegers.quoted(kept) == kept)
    }

    @Test func `a topic that nobody says is told with what was perhaps meant, one that is said is not`() {
        #expect(TopicGuide.complaints(["signals", "kline_1m/BTC", "BTC", "BTC/USDT", "fi", "heartbeat/l4-meta.0", "clock", "ask/"], bench.instruments).isEmpty)
        let told = TopicGuide.complaints(["signal_", "nosuchtopic", "fils"], bench.instruments)
        #expect(told.count == 3 && told[2].contains("did you mean fills?") && told[1].contains("tactic_targets"), "\(told)")
        #expect(told[1].contains("\"nosuchtopic\" begins no topic of the catalogue."))
    }

    @Test func `rates count each topic since the last tick`() throws {
        var session = bench.session { ($0.showsRate, $0.showsFrames, $0.isJSON) = (true, false, true) }
        for sequence in UInt64(1)...6 {
            let symbol = sequence > 4 ? 1 : 0
            try bench.take(SniffBench.ticker(symbol), SniffBench.header(sequence), into: &session)
        }
        session.tick(at: Timestamp(milliseconds: 2000))
        session.tick(at: Timestamp(milliseconds: 3000))
        #expect(
            session.takeText().output == """
                {"at":2000000000,"total":3.0,"rate":{"BTC/USDT":2.0,"ETH/USDT":1.0}}
                {"at":3000000000,"total":0.0,"rate":{}}

                """)
    }

    @Test func `latency counts what was sent since it listens, once`() throws {
        var session = bench.session(
            { ($0.showsLatency, $0.showsFrames) = (true, false) }, began: Timestamp(nanoseconds: 1_000))
        for (sequence, sent) in [(1, 0), (2, 1_000), (2, 1_000), (3, 3_000)] as [(UInt64, Int64)] {
            var header = SniffBench.header(sequence)
            header.sent = Timestamp(nanoseconds: sent)
            try bench.take(SniffBench.ticker(), header, into: &session, at: Timestamp(nanoseconds: 31_000))
        }
        session.finish(at: .zero)
        let text = session.takeText().output
        #expect(text == "latency l2-tactic.0: p50 27.9 µs, p99 29.9 µs (2 frames)\n")
    }
}
