import Messages

/// One rule for a loss: who does what while something is missing.
public struct Degradation: Sendable {
    /// What is missing.
    public let loss: Loss
    /// Who acts.
    public let actors: [ProcessRank]
    /// What each of them does.
    public let measures: [Measure]

    package init(_ loss: Loss, _ actors: ProcessRank..., does measures: Measure...) {
        self.loss = loss
        self.actors = actors
        self.measures = measures
    }
}
