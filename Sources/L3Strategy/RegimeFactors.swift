import Market
import Messages

/// By how much L3 lifts or shrinks a strategy's vote in a regime, by its family.
public enum RegimeFactors {
    /// A family's factor, where L4 thinks well of it.
    public static func factor(of family: StrategyFamily, in regime: Regime) -> Double {
        SubStrategyTable.factor(of: family, in: regime)
    }
}
