import Market
import Messages
import Stages

/// What people are told: why nothing was sent on a close, and why something was.
extension L2TacticStage {
    /// Too few or too weak votes: all hold.
    mutating func hold(_ decision: Decision, _ effects: inout Effects) {
        let vote = decision.vote
        let weak = Reason(.voteTooWeak, found: abs(vote.total), limit: settings.minVote)
        let reason = vote.refusal.code != .none ? vote.refusal : vote.total == 0 ? Reason() : weak
        say(decision, .hold, reason, &effects)
    }

    /// A vote that leads to no signal, and why: counted, and told.
    mutating func refuse(_ decision: Decision, _ reason: Reason, _ effects: inout Effects) {
        tallies[decision.symbol.int].refuse(reason.code)
        say(decision, decision.vote.advice, reason, &effects)
    }

    /// Says what came of a close where it is another thing than at the close before. What follows a hold for
    /// want of strength is no news.
    private mutating func say(
        _ decision: Decision, _ advice: Advice, _ reason: Reason, _ effects: inout Effects
    ) {
        let word = ChartWord(advice: advice, code: reason.code)
        guard note(word, decision) else { return }
        var skipped = Skipped()
        skipped.symbol = decision.symbol
        skipped.timeframe = decision.timeframe
        skipped.advice = advice
        skipped.confidence = decision.vote.confidence
        skipped.reason = reason
        effects.publish(.skipped(skipped), because: causes(of: decision))
    }

    /// Remembers the last word on a chart; answers whether it is news.
    @discardableResult
    mutating func note(_ word: ChartWord, _ decision: Decision) -> Bool {
        guard let place = place(of: decision.symbol, decision.timeframe) else { return false }
        let before = charts[place].word
        charts[place].word = word
        return before != word && !(before?.advice == .hold && word == ChartWord(advice: .hold, code: .none))
    }

    /// Why each strategy that had a say in a decision voted as it did.
    func explain(_ decision: Decision, _ signal: Label, _ causes: Causes, _ effects: inout Effects) {
        for ballot in ballots where ballot.weight != 0 {
            var message = StrategyReasoning()
            message.signalID = signal
            message.symbol = decision.symbol
            message.strategy = ballot.strategy
            message.advice = ballot.signal.type.advice
            message.timeframe = decision.timeframe
            message.confidence = ballot.signal.confidence
            message.weight = abs(ballot.weight)
            message.reasoning = ballot.signal.reasoning
            effects.publish(.reasoning(message), because: causes)
        }
    }
}
