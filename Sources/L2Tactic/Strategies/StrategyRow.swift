import Messages

/// One value per strategy, in place.
public struct StrategyRow<Value: BitwiseCopyable & Sendable>: BitwiseCopyable, Sendable {
    private var values: [8 of Value]

    /// The same value for all.
    public init(repeating value: Value) { values = .init(repeating: value) }

    /// The value of one strategy.
    public subscript(strategy: StrategyName) -> Value {
        get { values.span[strategy.int] }
        set { values[strategy.int] = newValue }
    }
}
