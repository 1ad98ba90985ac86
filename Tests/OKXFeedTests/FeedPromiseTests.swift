import Exchanges
import Market
import Messages
import TestSupport
import Testing

@testable import OKXFeed

/// OKX's feed keeps each promise of a port: live, and from a recording.
@Suite struct FeedPromiseTests {
    static let pairs = ["BTC/USDT", "ETH/USDT", "SOL/USDT"]
    static let names = pairs.map { String($0.map { $0 == "/" ? "-" : $0 }) }

    /// The live feed: what the market tells comes as the exchange writes it, through the core.
    static func live() throws -> FeedStand {
        let box = Box(try FakeOKX(Recording.table(pairs), at: FeedPromise.script[0].time + .minutes(-10)))
        return FeedStand(
            box.exchange.feed,
            tell: { event in
                guard case .kline(let kline) = event.message else { return }
                let text = Texts.candle(kline, of: names[kline.symbol.int])
                // A little early, as it looks to a clock that is behind: the event is at the candle's end.
                box.exchange.wall = max(box.exchange.wall, event.time - .milliseconds(1))
                box.exchange.give(text, on: box.exchange.standing.last)
            },
            spoil: { box.exchange.give("{\"arg\":{\"channel\":") }, finish: { box.exchange.feed.finish() })
    }

    /// The recorded one: the same messages, in a file.
    static func tape(_ script: [MarketEvent], _ faults: Int) throws -> FeedStand {
        var lines = script.map { event -> String in
            guard case .kline(let kline) = event.message else { return "" }
            let time = "\(event.time.milliseconds / 1000).0000001"
            return "\(time): \(Texts.candle(kline, of: names[kline.symbol.int]))"
        }
        let bad = ["\(script[0].time.milliseconds / 1000).5: {\"arg\":{\"channel\":", "nonsense", "1652459225.12345678901: {}"]
        lines.insert(contentsOf: bad.prefix(faults), at: 1)
        return FeedStand(try Recording.tape(lines.map { Array($0.utf8) }, pairs), spoil: {})
    }

    @Test(arguments: FeedPromise.allCases)
    func `the live feed keeps its promise`(_ promise: FeedPromise) throws {
        let breach = try promise.breach { _, _ in Self.orRecord { try Self.live() } }
        #expect(breach == nil, "promise \(promise.rawValue), \(promise): \(breach ?? "")")
    }

    @Test(arguments: FeedPromise.allCases)
    func `the recorded feed keeps its promise`(_ promise: FeedPromise) throws {
        let breach = try promise.breach { script, faults in Self.orRecord { try Self.tape(script, faults) } }
        #expect(breach == nil, "promise \(promise.rawValue), \(promise): \(breach ?? "")")
    }

    /// The recording of the exchange itself, where a promise holds it against nothing of the script.
    @Test(arguments: [FeedPromise.nothingIsNotTheEnd, .endIsForEver, .historyComesBefore, .twiceTheSame])
    func `so does the exchange's own recording`(_ promise: FeedPromise) throws {
        let breach = try promise.breach { _, _ in Self.orRecord { FeedStand(try Recording.tape()) } }
        if promise == .endIsForEver {
            // That promise asks for a thousand events at most; the recording has more.
            var tape = try Recording.tape()
            _ = try Recording.events(&tape)
            for _ in 0..<3 { #expect(try tape.next() == .end) }
        } else {
            #expect(breach == nil, "promise \(promise.rawValue), \(promise): \(breach ?? "")")
        }
    }

    private static func orRecord(_ stand: () throws -> FeedStand) -> FeedStand {
        do { return try stand() } catch {
            Issue.record("\(error)")
            return FeedStand(PushedFeed("none"))
        }
    }

    /// Holds the exchange for the closures of a stand.
    private final class Box {
        var exchange: FakeOKX
        init(_ exchange: FakeOKX) { self.exchange = exchange }
    }
}
