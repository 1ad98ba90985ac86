import Configuration
@testable import Exchanges
@testable import FeedHandler
import Market
import Messages
import Stages
import TestSupport
import Testing

@Suite struct FeedHandlerStageTests {
    private let start = Timestamp(milliseconds: 1_746_372_780_000)

    private func kline(_ minute: Int64, symbol: Int = 0, close: Int = 100) -> Envelope {
        var kline = Kline()
        kline.symbol = SymbolID(symbol)
        kline.openTime = start + .minutes(minute)
        kline.closeTime = start + .minutes(minute + 1)
        kline.open = Price(close)
        kline.high = Price(close)
        kline.low = Price(close)
        kline.close = Price(close)
        return Envelope(.message(.kline(kline)), at: kline.closeTime)
    }

    private func trade(_ id: Int64, price: Int, at time: Timestamp) -> Envelope {
        var trade = Trade()
        trade.symbol = SymbolID(0)
        trade.tradeID = id
        trade.price = Price(price)
        trade.quantity = Quantity(1)
        return Envelope(.message(.trade(trade)), at: time)
    }

    private func quote(bid: Int, ask: Int, at time: Timestamp) -> Envelope {
        var ticker = Ticker()
        ticker.symbol = SymbolID(0)
        ticker.bid = Price(bid)
        ticker.ask = Price(ask)
        return Envelope(.message(.ticker(ticker)), at: time)
    }

    private func states(_ effects: Effects) -> [FeedState] {
        effects.published.compactMap { if case .feedHealth(let health) = $0 { health.state } else { nil } }
    }

    @Test func `what is said of the market is counted by pair, and nothing else is`() {
        var stage = FeedHandlerStage(settings: .standard)
        for minute in Int64(0)..<3 { _ = stage.effects(of: kline(minute)) }
        _ = stage.effects(of: kline(0, symbol: 1))
        _ = stage.effects(of: kline(2))
        #expect(stage.feeds.map(\.published) == [6, 2, 0], "a candle and its ticker each; a double is none")
    }

    @Test func `a mark price is passed on, and is no sign of life`() {
        var stage = FeedHandlerStage(settings: .standard)
        _ = stage.effects(of: kline(0))
        let mark = ContractMark(symbol: SymbolID(0), price: Price(101), fundingRate: 0.0001, nextFunding: start + .hours(8))
        let said = stage.effects(of: Envelope(.message(.mark(mark)), at: start + .minutes(2))).published
        #expect(said.map(\.kind) == [.clock, .mark] && said.last == .mark(mark))
        #expect(stage.feeds[0].lastEvent == start + .minutes(1) && stage.feeds[0].published == 3)
    }

    @Test func `a candle is said once, after clock and health, with its ticker`() {
        var stage = FeedHandlerStage(settings: .standard)
        let first = stage.effects(of: kline(0))
        #expect(first.published.map(\.kind) == [.clock, .feedHealth, .kline, .ticker])
        guard case .ticker(let ticker)? = first.published.last else { return #expect(Bool(false)) }
        #expect(ticker.last == Price(100) && ticker.bid == .absent && ticker.ask == .absent)
        #expect(
            stage.effects(of: kline(0, symbol: 1)).published.map(\.kind) == [.feedHealth, .kline, .ticker])
        #expect(stage.effects(of: kline(1)).published.map(\.kind) == [.clock, .kline, .ticker])
        #expect(stage.receivedCounts == [2, 1, 0])
    }

    @Test func `doubled and older candles are dropped and counted`() {
        var stage = FeedHandlerStage(settings: .standard)
        _ = stage.effects(of: kline(5))
        #expect(stage.effects(of: kline(5)).published.isEmpty)
        #expect(stage.effects(of: kline(3)).published.isEmpty)
        let end = stage.effects(of: Envelope(.endOfData, at: start + .minutes(6)))
        guard case .feedHealth(let health)? = end.published.first else { return #expect(Bool(false)) }
        #expect(health.state == .ended && health.duplicates == 2 && health.received == 1)
        guard case .clock(let clock)? = end.published.last else { return #expect(Bool(false)) }
        #expect(clock.ended && clock.time == start + .minutes(6))
    }

    @Test func `two streams of trade numbers pass whole, and a number that was seen does not`() {
        var stage = FeedHandlerStage(settings: .standard)
        var passed: [Int64] = []
        func give(_ id: Int64) {
            for case .trade(let trade) in stage.effects(of: trade(id, price: 100, at: start)).published {
                passed.append(trade.tradeID)
            }
        }
        let ids = (0..<200).flatMap { [1_000 + Int64($0), 5_000 + Int64($0)] }
        for id in ids { give(id) }
        for id in [1_000, 1_199, 5_100, 5_199] as [Int64] { give(id) }
        give(1_200)
        #expect(passed == ids + [1_200])
        let end = stage.effects(of: Envelope(.endOfData, at: start))
        guard case .feedHealth(let health)? = end.published.first else { return #expect(Bool(false)) }
        #expect(health.duplicates == 4 && health.received == 401)
    }

    @Test func `a hole between candles is a gap until the next candle joins`() {
        var stage = FeedHandlerStage(settings: .standard)
        #expect(states(stage.effects(of: kline(0))) == [.live])
        let after = stage.effects(of: kline(3))
        guard case .feedHealth(let health)? = after.published.first(where: { $0.kind == .feedHealth }) else {
            return #expect(Bool(false))
        }
        #expect(health.staleAfter == 180)
        #expect(states(after) == [.gap] && after.published.map(\.kind).contains(.kline))
        #expect(states(stage.effects(of: kline(4))) == [.live])
        #expect(states(stage.effects(of: kline(0, symbol: 1))) == [.live])
    }

    @Test func `of events the clock is said at the first of each tenth of a second, with its own time`() {
        var stage = FeedHandlerStage(settings: .standard)
        let said = (0..<250).flatMap { number in
            stage.effects(of: trade(Int64(number), price: 100, at: start + .milliseconds(40 + Int64(number)))).published
        }
        let clocks = said.compactMap { if case .clock(let clock) = $0 { (clock.time - start).nanoseconds / 1_000_000 } else { nil } }
        #expect(clocks == [40, 100, 200])
        #expect(said.count { $0.kind == .trade } == 250)
    }

    @Test func `a clock of its host is said once, and never back`() {
        var stage = FeedHandlerStage(settings: .standard)
        func clocks(at time: Timestamp) -> [Timestamp] {
            var clock = Clock()
            clock.time = time
            return stage.effects(of: Envelope(.message(.clock(clock)), at: time)).published.compactMap {
                if case .clock(let clock) = $0 { clock.time } else { nil }
            }
        }
        let start = Timestamp(milliseconds: 1_746_403_200_000)
        #expect(clocks(at: start) == [start])
        #expect(clocks(at: start).isEmpty)
        #expect(clocks(at: start - .seconds(1)).isEmpty)
        #expect(clocks(at: start + .seconds(1)) == [start + .seconds(1)])
    }

    @Test func `silence makes a symbol stale, by one timer per silence`() {
        var stage = FeedHandlerStage(settings: .standard)
        let timer = TimerID(FeedHandlerStage.staleTimer, 0)
        guard
            case .wake(let id, let due)? = stage.effects(of: kline(0)).list.first(where: {
                if case .wake = $0 { true } else { false }
            })
        else { return #expect(Bool(false), "no timer") }
        #expect(id == timer && due == start + .minutes(4))
        let second = stage.effects(of: kline(1))
        #expect(!second.list.contains { if case .wake = $0 { true } else { false } })
        let early = stage.effects(of: Envelope(.woken(timer), at: start + .minutes(4)))
        guard case .wake(_, let again)? = early.list.first else { return #expect(Bool(false)) }
        #expect(early.published.isEmpty && again == start + .minutes(5))
        #expect(states(stage.effects(of: Envelope(.woken(timer), at: start + .minutes(5)))) == [.stale])
        #expect(states(stage.effects(of: kline(5))) == [.gap])
        #expect(states(stage.effects(of: kline(6))) == [.live])
    }

    @Test func `ticks fall silent sooner than candles`() {
        var stage = FeedHandlerStage(settings: .standard)
        _ = stage.effects(of: kline(0))
        let tick = stage.effects(of: trade(1, price: 90, at: start + .minutes(1)))
        guard case .wake(_, let due)? = tick.list.first(where: { if case .wake = $0 { true } else { false } })
        else {
            return #expect(Bool(false))
        }
        #expect(due == start + .seconds(70))
    }

    @Test func `a quote is filled with the last trade, before it with the middle`() {
        var stage = FeedHandlerStage(settings: .standard)
        func last(_ effects: Effects) -> Price? {
            if case .ticker(let ticker)? = effects.published.last { ticker.last } else { nil }
        }
        #expect(last(stage.effects(of: quote(bid: 98, ask: 100, at: start))) == Price(99))
        let traded = stage.effects(of: trade(7, price: 100, at: start + .seconds(1)))
        #expect(traded.published.map(\.kind) == [.clock, .trade])
        #expect(last(stage.effects(of: quote(bid: 99, ask: 101, at: start + .seconds(2)))) == Price(100))
        #expect(stage.effects(of: trade(7, price: 5, at: start + .seconds(2))).published.isEmpty)
        #expect(!stage.effects(of: kline(0)).published.map(\.kind).contains(.ticker))
    }

    @Test func `a lost book is a gap until a snapshot`() {
        var stage = FeedHandlerStage(settings: .standard)
        func depth(_ depth: Depth, _ second: Int64) -> Envelope {
            Envelope(.message(.depth(depth)), at: start + .seconds(second))
        }
        var diff = Depth()
        diff.symbol = SymbolID(0)
        diff.updateID = 10
        #expect(stage.effects(of: depth(diff, 0)).published.contains(.depth(diff)))
        #expect(states(stage.effects(of: depth(DepthSequencer.lostBook(SymbolID(0), id: 12), 1))) == [.gap])
        var snapshot = diff
        snapshot.isSnapshot = true
        snapshot.isFirst = true
        snapshot.updateID = 13
        _ = snapshot.levels.append(BookLevel(price: Price(1), quantity: Quantity(1)))
        #expect(states(stage.effects(of: depth(snapshot, 2))) == [.live])
        #expect(stage.effects(of: depth(diff, 3)).published.map(\.kind) == [.clock])
    }

    @Test func `history warms up without a word, and a symbol of no one is ignored`() {
        var stage = FeedHandlerStage(settings: .standard)
        let past = kline(0)
        #expect(stage.effects(of: Envelope(past.input, at: past.time, isWarmUp: true)).list.isEmpty)
        #expect(states(stage.effects(of: kline(2))) == [.gap])
        #expect(stage.effects(of: kline(2, symbol: 9)).list.isEmpty)
    }

    @Test func `a restored stage goes on like the saved one`() throws {
        let seed: UInt64 = 3
        var random = SeededGenerator(seed: seed)
        var stage = FeedHandlerStage(settings: .standard)
        var minute: Int64 = 0
        func input() -> Envelope {
            minute += Int64.random(in: -1...3, using: &random)
            let symbol = Int.random(in: 0...2, using: &random)
            return kline(max(0, minute), symbol: symbol)
        }
        for _ in 0..<200 { _ = stage.effects(of: input()) }
        let saved = stage.saved
        var restored = try FeedHandlerStage(settings: .standard).restored(from: saved)
        for _ in 0..<200 {
            let next = input()
            #expect(stage.effects(of: next).published == restored.effects(of: next).published, "seed \(seed)")
        }
        #expect(throws: StateError.self) { try restored.restored(from: Array(saved.dropLast())) }
    }
}
