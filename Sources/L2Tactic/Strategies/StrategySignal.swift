import Market
import Messages

/// What a strategy advises at a candle's close (P4). It stays inside L2; the wire's Signal is another.
public struct StrategySignal: BitwiseCopyable, Sendable, Hashable {
    /// Buy, sell or hold.
    public var type: SignalType
    /// How sure the strategy is, 0 to 1.
    public var confidence: Double
    /// The close at which it decided, USDT.
    public var entryPrice: Price
    /// Where its idea is wrong, USDT. The trade's own stop is L2's, by the ATR.
    public var stopLoss: Price
    /// What it saw, with its figures.
    public var reasoning: Reasoning

    public init(
        _ type: SignalType, confidence: Double, entryPrice: Price, stopLoss: Price, reasoning: Reasoning
    ) {
        self.type = type
        self.confidence = confidence
        self.entryPrice = entryPrice
        self.stopLoss = stopLoss
        self.reasoning = reasoning
    }

    /// Nothing to do.
    public static var hold: StrategySignal {
        StrategySignal(.hold, confidence: 0, entryPrice: .absent, stopLoss: .absent, reasoning: Reasoning())
    }

    /// The individual checks (P6): a valid stop on the losing side, and confidence above the least.
    /// `nil` where it passes; a hold always does.
    public func refusal(minConfidence: Double) -> Reason? {
        guard let side = type.side else { return nil }
        guard let stop = stopLoss.present, let entry = entryPrice.present, stop.isPositive else {
            return Reason(.missingStop)
        }
        guard side == .buy ? stop < entry : stop > entry else {
            return Reason(.incoherentStop, found: stop.double, limit: entry.double)
        }
        // Written so that NaN fails.
        if confidence > minConfidence { return nil }
        return Reason(.confidenceTooLow, found: confidence, limit: minConfidence)
    }
}
