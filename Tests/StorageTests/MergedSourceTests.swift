import Exchanges
import Market
import Messages
import Storage
import TestSupport
import Testing

@Suite struct MergedSourceTests {
    @Test func `what lies in memory comes back whole and in order, however much it is`() throws {
        let events = (0..<5_000).map { event(0, Int64($0)) }
        var source = MemorySource(events)
        for event in events { #expect(try source.next() == event) }
        #expect(try source.next() == nil && source.count == 5_000)
    }

    private func event(_ symbol: Int, _ second: Int64, id: Int64 = 0, trade: Bool = false) -> MarketEvent {
        var message = Trade()
        message.symbol = SymbolID(symbol)
        message.tradeID = id
        var kline = Kline()
        kline.symbol = SymbolID(symbol)
        let time = Timestamp(milliseconds: second * 1000)
        return MarketEvent(trade ? .trade(message) : .kline(kline), at: time)
    }

    @Test func `events come by time, kind, instrument and place, however the sources are ordered`() throws {
        let first = MemorySource([event(1, 1), event(1, 2), event(1, 9)])
        let second = MemorySource([event(0, 1), event(0, 2)])
        let third = MemorySource([event(0, 1, id: 1, trade: true), event(0, 1, id: 2, trade: true)])
        let expected = [
            event(0, 1), event(1, 1), event(0, 1, id: 1, trade: true), event(0, 1, id: 2, trade: true),
            event(0, 2),
            event(1, 2), event(1, 9),
        ]
        for sources in [[first, second, third], [third, first, second], [second, third, first]] {
            var merged = MergedSource(sources)
            #expect(try merged.all() == expected)
        }
    }

    @Test func `merging loses nothing and keeps each source's order`() throws {
        let seed: UInt64 = 42
        var random = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let sources = (0..<4).map { symbol in
                let times = (0..<Int.random(in: 0...30, using: &random)).map { _ in
                    Int64.random(in: 0...20, using: &random)
                }
                return times.sorted().enumerated().map { event(symbol, $1, id: Int64($0), trade: true) }
            }
            var merged = MergedSource(sources.map { MemorySource($0) })
            let all = try merged.all()
            #expect(zip(all, all.dropFirst()).allSatisfy { $0.time <= $1.time }, "seed \(seed)")
            for (symbol, source) in sources.enumerated() {
                #expect(all.filter { $0.message.symbol == SymbolID(symbol) } == source, "seed \(seed)")
            }
        }
    }

    private func end(_ symbol: Int, last: Int64, toldAt second: Int64) -> MarketEvent {
        var health = FeedHealth()
        (health.symbol, health.state) = (SymbolID(symbol), .ceased)
        health.lastEvent = Timestamp(milliseconds: last * 1000)
        return MarketEvent(.feedHealth(health), at: Timestamp(milliseconds: second * 1000))
    }

    @Test func `a pair that ends before others is told of once others go on, a hole is no end`() throws {
        let short = MemorySource([event(0, 1), event(0, 2)])
        let quotes = MemorySource([event(0, 1, id: 1, trade: true), event(0, 3, id: 2, trade: true)])
        let long = MemorySource([event(1, 1), event(1, 3), event(1, 900)])
        var merged = MergedSource([short, quotes, long], tellingEnds: true)
        // Compared as text: what a health leaves out is NaN.
        let expected = [
            event(0, 1), event(1, 1), event(0, 1, id: 1, trade: true), event(0, 2), event(1, 3),
            event(0, 3, id: 2, trade: true), end(0, last: 3, toldAt: 900), event(1, 900),
        ]
        #expect("\(try merged.all())" == "\(expected)")
        var together = MergedSource(
            [MemorySource([event(0, 1), event(0, 2)]), MemorySource([event(1, 1), event(1, 2)])], tellingEnds: true)
        #expect(try together.all().count == 4, "what ends with the data does not end before it")
    }

    @Test func `a pair that ended before the window is told of at its first event, one at its end is not`() throws {
        let merged = MergedSource(
            [MemorySource([event(0, 1)]), MemorySource([event(1, 5)]), MemorySource([event(2, 5), event(2, 9)])],
            tellingEnds: true)
        let window = TimeWindow(from: Timestamp(milliseconds: 3000), to: Timestamp(milliseconds: 9000))
        var source = WindowedSource(merged, window)
        #expect("\(try source.all())" == "\([end(0, last: 1, toldAt: 5), event(1, 5), event(2, 5)])")
    }

    @Test func `a window keeps its beginning and leaves its end out`() throws {
        let events = (0..<10).map { event(0, Int64($0)) }
        let window = TimeWindow(from: Timestamp(milliseconds: 3000), to: Timestamp(milliseconds: 6000))
        var source = WindowedSource(MemorySource(events), window)
        #expect(try source.all() == Array(events[3..<6]))
    }

    @Test func `a window that opens in the middle opens with the book`() throws {
        var sequencer = DepthSequencer(symbol: SymbolID(0))
        var parts: [Depth] = []
        let level = { (price: Int) in BookLevel(price: Price(price), quantity: Quantity(1)) }
        sequencer.takeSnapshot(10, [level(9), level(8), level(11)], bids: 2, into: &parts)
        sequencer.take(DepthUpdate(firstID: 11, lastID: 12), [level(10)], bids: 1, into: &parts)
        let events =
            parts.map { MarketEvent(.depth($0), at: Timestamp(milliseconds: 1000)) } + [event(0, 5)]
        var source = WindowedSource(MemorySource(events), TimeWindow(from: Timestamp(milliseconds: 4000)))
        var book = OrderBook()
        let found = try source.all()
        for event in found {
            guard case .depth(let depth) = event.message else { continue }
            #expect(depth.isSnapshot && event.time == Timestamp(milliseconds: 4000))
            for index in 0..<depth.levels.count {
                book.set(depth.levels[index], on: depth.side, updateID: depth.updateID)
            }
        }
        #expect(
            book.bids.map(\.price) == [10, 9, 8].map { Price($0) } && book.asks.map(\.price) == [Price(11)])
        #expect(book.lastUpdateID == 12 && found.last == event(0, 5))
    }
}
