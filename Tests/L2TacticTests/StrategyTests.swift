import Configuration
import Market
import Messages
import Testing

@testable import L2Tactic

extension MarketView {
    /// Nothing else is known.
    static var empty: MarketView {
        MarketView(SymbolID(0), .m5, position: .zero, regime: .unknown, ClosedCandles(symbols: 1))
    }
}

/// Gives a strategy candles by their figures and tells what it advised: "." warming up, "-" hold, "B", "S".
private func marks<S: Strategy>(_ strategy: S, _ candles: [Figures]) -> (
    text: String, signals: [StrategySignal]
) {
    var strategy = strategy
    var (text, signals) = ("", [StrategySignal]())
    for (index, figures) in candles.enumerated() {
        let open = Timestamp(milliseconds: Int64(index) * 300_000)
        let signal = strategy.update(Candle(figures, from: open, to: open + .minutes(5)), .empty)
        switch signal?.type {
        case nil: text += "."
        case .hold: text += "-"
        case .buy: text += "B"
        case .sell: text += "S"
        }
        if let signal, signal.type != .hold { signals.append(signal) }
    }
    return (text, signals)
}

/// Candles that reach one unit to either side of their close.
private func closes(_ values: [Double], reach: Double = 1) -> [Figures] {
    values.map { Figures($0 + reach, $0 - reach, $0) }
}

@Suite struct BreakoutTests {
    private var parameters: StrategyParameters {
        var parameters = StrategyParameters()
        parameters.lookback = 3
        return parameters
    }

    @Test func `only a close beyond the candles before it breaks out, and its own high does not count`()
        throws
    {
        let (text, signals) = marks(
            Breakout(parameters.values),
            [
                Figures(10, 8, 9), Figures(11, 9, 10), Figures(12, 10, 11),  // the first channel: 8 to 12
                Figures(13, 11, 12),  // the high is beyond, the close only on the edge
                Figures(13.5, 12, 13.5),  // above 13
                Figures(13.2, 11, 13.2), Figures(13.4, 10.5, 11),  // inside, and down to the lowest low
                Figures(10.6, 10, 10.2),  // below 10.5
            ])
        #expect(text == "...-B--S")
        let (buy, sell) = (try #require(signals.first), try #require(signals.last))
        #expect(buy.entryPrice == Price(raw: 1_350_000_000) && buy.stopLoss == Price(12))
        #expect(abs(buy.confidence - (0.70 + 0.25 * 0.5 / 4)) < 1e-12, "0.5 beyond a channel of 9 to 13")
        #expect(sell.stopLoss == Price(raw: 1_060_000_000) && sell.reasoning == Reasoning(.belowChannel, 10.2, 10.5, 3))
    }

    @Test func `a close on its own low has no valid stop and fails the individual checks`() throws {
        let (_, signals) = marks(
            Breakout(parameters.values),
            [Figures(10, 8, 9), Figures(10, 8, 9), Figures(10, 8, 9), Figures(12, 12, 12)])
        #expect(try #require(signals.first).refusal(minConfidence: 0.6)?.code == .incoherentStop)
    }
}

@Suite struct MeanReversionTests {
    /// 40 closes that swing by `swing` around 100.
    private func swinging(_ swing: Double) -> [Double] {
        (0..<40).map { 100 + ($0.isMultiple(of: 2) ? swing : -swing) }
    }

    @Test func `buys below the band while oversold and sells above it while overbought, once each`() throws {
        let dip = marks(MeanReversion(ParameterValues()), closes(swinging(0.1) + [97, 100, 100.1]))
        #expect(dip.text == String(repeating: ".", count: 19) + String(repeating: "-", count: 21) + "B--")
        #expect(try #require(dip.signals.first).stopLoss < Price(97))
        let peak = marks(MeanReversion(ParameterValues()), closes(swinging(0.1) + [103, 100]))
        #expect(peak.text.hasSuffix("-S-"))
        #expect(try #require(peak.signals.first).stopLoss > Price(103))
    }

    @Test func `a price outside the band that is not oversold is left alone`() {
        #expect(marks(MeanReversion(ParameterValues()), closes(swinging(0.5) + [96.5])).signals.isEmpty)
    }

    @Test func `confidence rises with the depth`() throws {
        let shallow = marks(MeanReversion(ParameterValues()), closes(swinging(0.1) + [98]))
        let deep = marks(MeanReversion(ParameterValues()), closes(swinging(0.1) + [90]))
        #expect(try #require(shallow.signals.first).confidence < #require(deep.signals.first).confidence)
    }
}

@Suite struct MomentumTests {
    private func momentum(overbought: Double = 70) -> Momentum {
        var parameters = StrategyParameters()
        (parameters.maFast, parameters.maSlow) = (2, 4)
        (parameters.rsiPeriod, parameters.atrPeriod) = (3, 3)
        (parameters.rsiOverbought, parameters.rsiOversold) = (overbought, 100 - overbought)
        return Momentum(parameters.values)
    }
    private let falling = (0..<10).map { 110.0 - Double($0) }

    @Test func `buys where the fast average crosses a rising slow one, and only there`() throws {
        // Averages of 2 and 4 stand at 101.5 and 102.5 on 101; on 102 at 101.83 and 102.30; on 103 they cross.
        let (text, signals) = marks(momentum(), closes(falling + [102, 103, 104, 105]))
        #expect(text == "....------" + "-B--")
        let buy = try #require(signals.first)
        #expect(buy.entryPrice == Price(103) && buy.reasoning.code == .averagesCrossedUp)
        #expect(buy.refusal(minConfidence: 0.6) == nil)
    }

    @Test func `sells the mirror image`() {
        #expect(
            marks(momentum(), closes((0..<10).map { 90.0 + Double($0) } + [98, 97, 96, 95])).text
                == "....-------S--")
    }

    @Test func `a cross while overbought waits until the market has calmed down`() {
        #expect(
            marks(momentum(overbought: 55), closes(falling + [102, 103, 102.9])).text == "....-------" + "-B")
    }

    @Test func `a cross that is taken back leads to nothing`() {
        let text = marks(momentum(overbought: 55), closes(falling + [102, 103, 99, 98, 97])).text
        #expect(!text.contains("B"))
    }
}

@Suite struct StrategySignalTests {
    @Test(
        arguments: [
            (SignalType.buy, 0.7, 99.0, nil), (.buy, 0.6, 99.0, ReasonCode.confidenceTooLow),
            (.buy, 0.7, 100.0, .incoherentStop),
            (.sell, 0.7, 101.0, nil), (.sell, 0.7, 99.0, .incoherentStop), (.buy, 0.7, 0.0, .missingStop),
            (.buy, .nan, 99.0, .confidenceTooLow), (.hold, 0.0, 0.0, nil),
        ] as [(SignalType, Double, Double, ReasonCode?)])
    func `the individual checks`(type: SignalType, confidence: Double, stop: Double, expected: ReasonCode?) {
        let signal = StrategySignal(
            type, confidence: confidence, entryPrice: Price(100), stopLoss: Price(stop) ?? .absent,
            reasoning: Reasoning())
        #expect(signal.refusal(minConfidence: 0.6)?.code == expected)
    }

    @Test func `parameters out of the indicators' range do not end the program`() {
        var parameters = StrategyParameters()
        (parameters.lookback, parameters.maSlow, parameters.bbStd, parameters.rsiPeriod) = (
            0, 100_000, -1, -5
        )
        let candle = Candle(Figures(2, 1, 1.5), from: .zero, to: .zero + .minutes(5))
        for var pool in StrategyCatalogue.shipped.pools {
            #expect(pool.update(pool.add(parameters.values), candle, .empty) == nil)
        }
    }
}

@Suite struct ConvictionTests {
    @Test func `the how-to's strategy follows a long candle that closes at its end`() {
        var parameters = StrategyParameters()
        parameters.atrPeriod = 2
        let (text, signals) = marks(
            Conviction(parameters.values),
            [
                Figures(11, 9, 10), Figures(11, 9, 10), Figures(11, 9, 10),
                Figures(14, 10, 14), Figures(14, 13.9, 14), Figures(14, 8, 8), Figures(14, 2, 5),
            ])
        #expect(text == "..-B-S-")
        #expect(signals.map(\.stopLoss) == [Price(10), Price(14)])
    }
}
