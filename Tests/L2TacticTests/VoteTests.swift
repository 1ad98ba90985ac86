import Configuration
import Market
import Messages
import Testing

@testable import L2Tactic

private func signal(_ type: SignalType, _ confidence: Double) -> StrategySignal {
    StrategySignal(
        type, confidence: confidence, entryPrice: Price(100), stopLoss: Price(type == .buy ? 99 : 101),
        reasoning: Reasoning())
}

private func row(
    _ momentum: StrategySignal = .hold, _ meanReversion: StrategySignal = .hold,
    _ breakout: StrategySignal = .hold
) -> StrategyRow<StrategySignal> {
    var row = StrategyRow(repeating: StrategySignal.hold)
    (row[.momentum], row[.meanReversion], row[.breakout]) = (momentum, meanReversion, breakout)
    return row
}

private func terms(_ momentum: Double, _ meanReversion: Double, _ breakout: Double) -> StrategyRow<
    StrategyTerms
> {
    var terms = StrategyRow(repeating: StrategyTerms(weight: 0, minConfidence: 0.6))
    (terms[.momentum].weight, terms[.meanReversion].weight, terms[.breakout].weight) = (
        momentum, meanReversion, breakout
    )
    return terms
}

@Suite struct VoteTests {
    @Test func `adds weight times factor times direction times confidence`() {
        var terms = terms(0.5, 0.3, 0.2)
        terms[.breakout].multiplier = 1.5
        let vote = Vote(row(signal(.buy, 0.8), signal(.sell, 0.7), signal(.buy, 0.9)), terms)
        #expect(abs(vote.total - (0.5 * 0.8 - 0.3 * 0.7 + 0.3 * 0.9)) < 1e-12)
        #expect(vote.side == .buy && vote.leader == .momentum)
        #expect(abs(vote.confidence - (0.5 * 0.8 + 0.3 * 0.9) / 0.8) < 1e-12, "only those that agree")
        #expect(abs(vote.sources[.meanReversion] + 0.3) < 1e-12 && abs(vote.sources[.breakout] - 0.3) < 1e-12)
    }

    @Test func `high volatility turns breakout on and shrinks mean reversion`() {
        let signals = row(.hold, signal(.sell, 0.8), signal(.buy, 0.8))
        var calm = terms(0.2, 0.5, 0.3)
        calm[.breakout].multiplier = 0
        var wild = calm
        (wild[.breakout].multiplier, wild[.meanReversion].multiplier) = (1.5, 0.3)
        #expect(Vote(signals, calm).side == .sell && Vote(signals, calm).sources[.breakout] == 0)
        #expect(Vote(signals, wild).side == .buy && Vote(signals, wild).leader == .breakout)
        let dip = Vote(row(.hold, signal(.buy, 0.8)), wild)
        #expect(abs(dip.sizeFactor(wild) - 0.3) < 1e-12, "and its size with it")
        #expect(
            Vote(row(.hold, .hold, signal(.buy, 0.8)), wild).sizeFactor(wild) == 1, "never above full size")
    }

    @Test func `a weight of zero silences, drift halves, and a failed check takes the vote away`() {
        #expect(Vote(row(signal(.buy, 0.9)), terms(0, 0.5, 0.5)).total == 0)
        var drifting = terms(1, 0, 0)
        drifting[.momentum].isDrifting = true
        #expect(abs(Vote(row(signal(.buy, 0.9)), drifting).total - 0.45) < 1e-12)
        let weak = Vote(row(signal(.buy, 0.6), .hold, signal(.buy, 0.7)), terms(0.5, 0, 0.5))
        #expect(weak.refusal.code == .confidenceTooLow && weak.sources[.momentum] == 0)
        #expect(abs(weak.total - 0.35) < 1e-12)
    }

    @Test func `the most careful of the agreeing strategies scales the risk`() {
        var terms = terms(0.4, 0.3, 0.3)
        (terms[.momentum].riskScale, terms[.breakout].riskScale, terms[.meanReversion].riskScale) = (
            0.8, 0.5, 0.1
        )
        let vote = Vote(row(signal(.buy, 0.9), signal(.sell, 0.7), signal(.buy, 0.9)), terms)
        #expect(vote.riskScale(terms) == 0.5)
    }
}
