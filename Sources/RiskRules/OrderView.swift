import Market
import Messages

/// An order as the rules see it: the intent with what its sender knows of the market.
public struct OrderView: BitwiseCopyable, Sendable {
    /// What is to be ordered.
    public var intent: OrderIntent
    /// Confidence of the signal, 0 to 1; NaN where it is not known.
    public var confidence: Double
    /// L4's smallest confidence, 0 to 1; it can only raise the profile's.
    public var minConfidence = 0.0
    /// What the market offers, USDT; absent where it is not known.
    public var liquidity = Money.absent
    /// The spread now, bps; NaN where it is not known.
    public var spreadBps = Double.nan
    /// L4's widest spread, bps; it can only lower the hard limit.
    public var maxSpreadBps = Double.infinity
    /// Expected slippage against the reference price, bps; NaN where it is not known.
    public var slippageBps = Double.nan
    /// L4's largest slippage, bps; it can only lower the pair's.
    public var maxSlippageBps = Double.infinity

    public init(_ intent: OrderIntent, confidence: Double = .nan) {
        self.intent = intent
        self.confidence = confidence
    }
}
