import Foundation
import Market
import Messages
import Testing

@Suite struct GoldenTests {
    private struct Golden: Decodable {
        struct Row: Decodable {
            let kind, topic, frame, reversed, loose: String
        }
        let messages: [Row]
        let document: [String]
    }

    private let codec = Codec()
    private let golden: Golden

    init() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/golden.json")
        golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
    }

    private func bytes(_ hex: String) -> [UInt8] {
        stride(from: 0, to: hex.utf8.count, by: 2).compactMap { UInt8(hex.dropFirst($0).prefix(2), radix: 16) }
    }

    @Test func `each kind has its golden frame`() {
        #expect(golden.messages.map(\.kind) == MessageKind.allCases.map { "\($0)" })
    }

    @Test(arguments: MessageKind.allCases)
    func `python's bytes decode and come back the same`(kind: MessageKind) throws {
        let row = try #require(golden.messages.first { $0.kind == "\(kind)" })
        let frame = bytes(row.frame)
        let found = try codec.decode(kind, frame)
        #expect(try codec.encode(found.message, found.header) == frame)
        #expect(TopicCatalogue.topic(of: found.message, codec.instruments) == row.topic)
        #expect(found.header.source == "l2-tactic.0" && found.header.sequence == 42)
        #expect(found.header.causes == Causes(EventID(raw: 17), EventID(raw: .max)))
    }

    @Test(arguments: MessageKind.allCases)
    func `keys in reverse, ints for doubles and unknown keys change nothing`(kind: MessageKind) throws {
        let row = try #require(golden.messages.first { $0.kind == "\(kind)" })
        for variant in [row.reversed, row.loose] {
            let found = try codec.decode(kind, bytes(variant))
            #expect(try codec.encode(found.message, found.header) == bytes(row.frame))
        }
    }

    @Test func `fields land where they belong`() throws {
        func message(_ kind: MessageKind) throws -> Message {
            let row = try #require(golden.messages.first { $0.kind == "\(kind)" })
            return try codec.decode(kind, bytes(row.frame)).message
        }
        guard case .kline(let kline) = try message(.kline), case .fill(let fill) = try message(.fill),
            case .report(let report) = try message(.report), case .trade(let trade) = try message(.trade)
        else {
            Issue.record("wrong kinds")
            return
        }
        let prices = [kline.open, kline.high, kline.low, kline.close].map(\.description)
        #expect(prices == ["95500", "95510.1", "95490", "95505.4"])
        #expect(kline.volume == 12.345 && kline.quoteVolume == 1178901.5)
        #expect(kline.closeTime - kline.openTime == .minutes(1))
        #expect(fill.side == .sell && fill.purpose == .target && fill.fee == Money(raw: 24_500_063))
        #expect(fill.clientOrderID == ClientOrderID(signal: "r7-BTCUSDT-1746373020-5m", leg: 2))
        #expect(report.randomForest == 0.821 && report.exposureBTC == 0.185 && report.latency == 51.5)
        #expect(report.reason == Reason(.totalExposure, found: 1100, limit: 1000))
        #expect(trade.price == Price(raw: 123) && trade.quantity == Quantity(40_000_000_000) && trade.tradeID == -5)
    }

    @Test func `the documents' signals decode as they are written`() throws {
        let signals = try golden.document.map { hex -> Signal in
            guard case .signal(let signal) = try codec.decode(bare: .signal, bytes(hex)) else { return Signal() }
            return signal
        }
        #expect(signals.map { "\($0.signalID)" } == ["btc_signal_123", "btc_s1", "eth_s1"])
        #expect(signals.map(\.symbol) == [SymbolID(0), SymbolID(0), SymbolID(1)])
        #expect(signals.map(\.quantity) == [Quantity(raw: 1_000_000), Quantity(raw: 1_000_000), Quantity(raw: 50_000_000)])
        #expect(signals.map(\.stopLoss) == [Price(49000), Price(49000), Price(2900)])
        #expect(signals[0].regime == "bull_market" && signals[0].correlation == 0.65)
        #expect(signals[0].confidence.isNaN && signals[0].price == .absent && signals[1].strategyID == "stratA")
    }
}
