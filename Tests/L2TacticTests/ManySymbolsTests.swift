import Configuration
import Market
import Messages
import RiskMath
import Stages
import TestSupport
import Testing

@testable import L2Tactic

/// Random minutes of all symbols under a seed.
private struct RandomMarket {
    private var generator: SeededGenerator
    private var closes = [95_000.0, 2_500.0, 150.0]
    private var time = Timestamp(milliseconds: 1_746_403_200_000)

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    /// One minute of each symbol, by turns calm and wild.
    mutating func minute() -> [Envelope] {
        let open = time
        time = time + .minutes(1)
        let wildness = open.seconds / 7200 % 2 == 0 ? 0.0004 : 0.0016
        return closes.indices.map { index in
            let (before, move) = (closes[index], (generator.fraction() - 0.5) * 2 * wildness)
            closes[index] = ((before * (1 + move)) * 100).rounded() / 100
            let close = closes[index]
            let figures = Figures(max(before, close) * 1.0002, min(before, close) * 0.9998, close)
            let kline = Kline(SymbolID(index), .m1, Candle(figures, from: open, to: time))
            return Envelope(.message(.kline(kline)), at: time, id: EventID(raw: UInt64(time.seconds)))
        }
    }
}

@Suite struct ManySymbolsTests {
    private static var settings: Settings {
        var settings = Scenario.settings
        settings.tactic.timeframes = [.m5, .m15]
        return settings
    }

    private static func stage(deciding: [SymbolID]? = nil) -> L2TacticStage {
        var stage = L2TacticStage(settings: settings, run: 7, deciding: deciding)
        for symbol in settings.instruments.symbols {
            let targets = Scenario(symbol: symbol).targets()
            _ = stage.effects(of: Envelope(.message(.tacticTargets(targets)), at: .zero))
        }
        return stage
    }

    private static func minutes(_ count: Int, seed: UInt64) -> [Envelope] {
        var market = RandomMarket(seed: seed)
        return (0..<count).flatMap { _ in market.minute() }
    }

    private static func symbol(of envelope: Envelope) -> SymbolID {
        if case .message(let message) = envelope.input { message.symbol } else { .none }
    }

    /// Signals without the one field that speaks of two symbols.
    private static func run(_ stage: inout L2TacticStage, _ inputs: [Envelope]) -> [Message] {
        inputs.flatMap { stage.effects(of: $0).published }.map { message in
            guard case .signal(var signal) = message else { return message }
            signal.correlation = 0
            return .signal(signal)
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `a symbol alone has the same candles, indicators and signals as among others`(seed: UInt64) {
        let inputs = Self.minutes(1500, seed: seed)
        var together = Self.stage()
        let all = Self.run(&together, inputs)
        #expect(all.count > 20, "the market moves enough to mean something")
        for symbol in Self.settings.instruments.symbols {
            var alone = Self.stage()
            let own = Self.run(&alone, inputs.filter { Self.symbol(of: $0) == symbol })
            #expect(own == all.filter { $0.symbol == symbol }, "seed \(seed), symbol \(symbol.int)")
            for timeframe in Self.settings.tactic.timeframes {
                let (a, b) = (alone.chart(of: symbol, timeframe), together.chart(of: symbol, timeframe))
                #expect(a?.currentATR == b?.currentATR && a?.currentATR != nil)
                #expect(a?.currentVolatility == b?.currentVolatility)
            }
        }
    }

    @Test func `instances by symbol together decide what one does`() {
        let inputs = Self.minutes(1500, seed: 4)
        var (one, first, second) = (
            Self.stage(), Self.stage(deciding: [SymbolID(0)]),
            Self.stage(deciding: [SymbolID(1), SymbolID(2)])
        )
        let all = Self.run(&one, inputs)
        let (own, others) = (Self.run(&first, inputs), Self.run(&second, inputs))
        #expect(own == all.filter { $0.symbol == SymbolID(0) } && !own.isEmpty)
        #expect(others == all.filter { $0.symbol != SymbolID(0) } && !others.isEmpty)
    }

    @Test func `saved and restored it goes on as if nothing had been`() throws {
        let inputs = Self.minutes(2000, seed: 5)
        var original = Self.stage()
        _ = Self.run(&original, Array(inputs[..<3301]))
        var restored = try L2TacticStage(settings: Self.settings, run: 7).restored(from: original.saved)
        let expected = Self.run(&original, Array(inputs[3301...]))
        #expect(Self.run(&restored, Array(inputs[3301...])) == expected && expected.count > 20)
        for symbol in Self.settings.instruments.symbols {
            #expect(restored.counters(of: symbol).signals == original.counters(of: symbol).signals)
            #expect(restored.counters(of: symbol).refused == original.counters(of: symbol).refused)
        }
    }

    @Test func `state of another configuration is refused and leaves the stage as it was`() {
        var writer = StateWriter()
        L2TacticStage(settings: Scenario.settings, run: 7).save(into: &writer)
        var stage = Self.stage()
        var reader = StateReader(writer.bytes)
        #expect(throws: StateError.wrongCount(found: 3, expected: 6)) { try stage.restore(from: &reader) }
        var short = StateReader(Array(writer.bytes.prefix(100)))
        #expect(throws: StateError.self) { try stage.restore(from: &short) }
    }

    @Test func `where two timeframes close together the longer decides`() throws {
        var scenario = Scenario(Self.settings)
        scenario.hear(.tacticTargets(scenario.targets()))
        scenario.quiet(24)
        scenario.quiet(2)
        let effects = scenario.rise()
        #expect(
            effects.decided.count == 2 && effects.signal?.signalID.description.hasSuffix("-15m") == true)
        #expect(scenario.refused(.positionOpen) == 1)
    }

    @Test func `the correlation that signals tell is the one that the limits are kept by`() {
        var stage = Self.stage()
        var measure = PairCorrelation(of: Self.settings.instruments)
        var random = SeededGenerator(seed: 8)
        for minute in 0..<90 {
            let time = Timestamp.zero + .minutes(1) * Int64(minute)
            for symbol in 0..<3 {
                let price = Double.random(in: 90...110, using: &random)
                let candle = Candle(Figures(price, price, price), from: time, to: time + .minutes(1))
                let kline = Kline(SymbolID(symbol), .m1, candle)
                _ = stage.effects(of: Envelope(.message(.kline(kline)), at: kline.closeTime))
                measure.update(kline.symbol, kline.close, at: kline.closeTime)
            }
            #expect(stage.correlation.value.isNaN == (minute < 31))
            #expect(minute < 31 || stage.correlation.value == measure.value)
        }
    }

    @Test func `other symbols, intervals and messages are no input`() {
        var stage = Self.stage()
        let stranger = Kline(SymbolID(9), .m1, Candle(Figures(1, 1, 1), from: .zero, to: .zero + .minutes(1)))
        let hour = Kline(SymbolID(0), .h1, Candle(Figures(1, 1, 1), from: .zero, to: .zero + .hours(1)))
        var fill = Fill()
        fill.symbol = .none
        for message in [.kline(stranger), .kline(hour), .fill(fill), .clock(Clock())] as [Message] {
            #expect(stage.effects(of: Envelope(.message(message), at: .zero)).list.isEmpty)
        }
    }
}
