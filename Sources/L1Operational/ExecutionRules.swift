import Messages

/// L4's execution rules for one strategy on one symbol; before L4 has spoken they ask for nothing.
struct ExecutionRules: BitwiseCopyable, Sendable {
    var minConfidence = 0.0
    var maxSpreadBps = Double.infinity
    var maxSlippageBps = Double.infinity
    var riskScale = 1.0

    init() {}

    init(_ update: StrategyUpdate) {
        minConfidence = update.minConfidence
        maxSpreadBps = update.maxSpreadBps
        maxSlippageBps = update.maxSlippageBps
        riskScale = min(1, max(0, update.riskScale))
    }
}
