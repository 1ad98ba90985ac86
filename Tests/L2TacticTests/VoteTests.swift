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

/// What the documents' three advise.
private func row(
    _ momentum: StrategySignal = .hold, _ meanReversion: StrategySignal = .hold,
    _ breakout: StrategySignal = .hold
) -> [Ballot] {
    [momentum, meanReversion, breakout].enumerated().map { row, signal in
        Ballot(strategy: StrategyID(row), row: row, signal: signal)
    }
}

private func terms(_ weights: Double...) -> [StrategyTerms] {
    weights.map { StrategyTerms(weight: $0, minConfidence: 0.6) }
}

extension [StrategyTerms] {
    fileprivate subscript(strategy: StrategyID) -> StrategyTerms {
        get { self[strategy.int] }
        set { self[strategy.int] = newValue }
    }
}

extension Vote {
    fileprivate init(_ ballots: [Ballot], _ terms: [StrategyTerms]) {
        var ballots = ballots
        self.init(&ballots, terms)
    }
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
        #expect(abs(dip.sizeFactor - 0.3) < 1e-12, "and its size with it")
        #expect(
            Vote(row(.hold, .hold, signal(.buy, 0.8)), wild).sizeFactor == 1, "never above full size")
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
        #expect(vote.riskScale == 0.5)
    }

    @Test func `more than a message has room for vote all the same, and the heaviest are named`() {
        let ballots = (0..<20).map { row in
            Ballot(strategy: StrategyID(row), row: row, signal: signal(row < 15 ? .buy : .sell, 0.8))
        }
        let terms = (0..<20).map { StrategyTerms(weight: Double($0 + 1) / 210, minConfidence: 0.6) }
        let vote = Vote(ballots, terms)
        #expect(abs(vote.total - 0.8 * (120.0 - 90.0) / 210) < 1e-12)
        #expect(vote.side == .buy && vote.leader == StrategyID(14) && vote.sources.count == SourceList.capacity)
        #expect(vote.sources[StrategyID(19)] == -20.0 / 210 && vote.sources[StrategyID(13)] == 0)
        #expect(vote.sources.strongest == StrategyID(19))
    }
}
