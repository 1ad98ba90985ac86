import Market
import Messages
import Testing
import Wire

@Suite struct RoundTripTests {
    private let codec = Codec()

    @Test(arguments: MessageKind.allCases)
    func `what is encoded decodes to the same message`(kind: MessageKind) throws {
        for seed in UInt64(1)...200 {
            let (header, message) = try codec.random(kind, seed: seed)
            let bytes = try codec.encode(message, header)
            let back = try codec.decode(kind, bytes)
            #expect(back.header == header, "seed \(seed)")
            // NaN stands for "absent" and isn't equal to itself: the journal's text leaves it out.
            let texts = (
                try FieldJSON.object(message, codec.instruments), try FieldJSON.object(back.message, codec.instruments)
            )
            #expect(texts.0 == texts.1, "seed \(seed)")
            #expect(try codec.encode(back.message, back.header) == bytes, "seed \(seed)")
        }
    }

    @Test func `a message is at most 128 bytes of plain memory`() {
        func isPlain<T: BitwiseCopyable>(_: T.Type) -> Bool { true }
        #expect(isPlain(Message.self) && MemoryLayout<Message>.size <= 128, "\(MemoryLayout<Message>.size)")
    }

    @Test(arguments: MessageKind.allCases)
    func `a kind has its row, its message and its own tag`(kind: MessageKind) {
        #expect(TopicCatalogue.entries[Int(kind.rawValue)].kind == kind)
        #expect(Message(kind).kind == kind)
        #expect(!kind.about.isEmpty)
    }

    @Test(arguments: MessageKind.allCases)
    func `a topic says its kind and a kind its topic`(kind: MessageKind) throws {
        var message = try codec.random(kind, seed: 9).message
        if case .ticker(var ticker) = message {
            ticker.symbol = SymbolID(1)
            message = .ticker(ticker)
        }
        let topic = TopicCatalogue.topic(of: message, codec.instruments)
        let found = Array(topic.utf8).withUnsafeBytes { TopicCatalogue.kind(ofTopic: $0, codec.instruments) }
        #expect(found == kind, "\(topic)")
    }

    @Test func `no two kinds share a topic and each listener hears what the catalogue says`() {
        let prefixes = TopicCatalogue.entries.map { "\($0.prefix)" }
        #expect(Set(prefixes).count == MessageKind.allCases.count)
        for level in [ProcessRank.l4Meta, .l3Strategy, .l2Tactic, .l1Operational] {
            let heard = TopicCatalogue.heard(by: level)
            #expect(heard.contains(.fill) && heard.contains(.pnlUpdate) && heard.contains(.riskAlert), "\(level)")
        }
        #expect(!TopicCatalogue.heard(by: .executor).contains(.submit))
    }

    @Test func `a price that float64 can't keep is refused by the encoder`() throws {
        var ticker = Ticker()
        ticker.symbol = SymbolID(0)
        ticker.last = Price(raw: 9_007_199_254_740_993 * 11)
        let error = #expect(throws: WireError.self) { try codec.encode(.ticker(ticker)) }
        #expect(error.map { "\($0)" }?.contains("\"last\" is 990791918.02150923") == true)
    }

    @Test func `canonical text of a price has no rounding`() throws {
        var ticker = Ticker()
        ticker.symbol = SymbolID(0)
        ticker.last = Price(raw: 9_550_540_000_001)
        let text = try FieldJSON.object(.ticker(ticker), codec.instruments)
        #expect(text == #"{"symbol":"BTC/USDT","last":95505.40000001}"#)
    }
}
