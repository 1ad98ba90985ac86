import Messages

/// By how much L3 lifts or shrinks a strategy's vote in a regime.
public enum RegimeFactors {
    /// A strategy's factor, where L4 thinks well of it.
    public static func factor(of strategy: StrategyName, in regime: Regime) -> Double {
        SubStrategyTable.factor(of: strategy, in: regime)
    }
}
