import Market

/// One strategy of a run: a kind with its parameters on a timeframe. Several pairs may share it.
public struct StrategyRegistration: Sendable, Hashable {
    /// On the wire, in files and on screens.
    public let name: String
    /// The name of its kind.
    public let kind: String
    public let family: StrategyFamily
    /// The candles that it reads; `nil` for each of `tactic.timeframes`.
    public let timeframe: Timeframe?
    /// Its own parameters; `nil` where the pair's `params` set it.
    public let parameters: ParameterValues?
    /// Its candles on which it looks back at most; 0 where that follows from the pair's `params`.
    public let longestWindow: Int

    public init(
        name: String, kind: String, family: StrategyFamily, timeframe: Timeframe?,
        parameters: ParameterValues?, longestWindow: Int = 0
    ) {
        (self.name, self.kind, self.family) = (name, kind, family)
        (self.timeframe, self.parameters, self.longestWindow) = (timeframe, parameters, longestWindow)
    }

    /// The documents' own: each reads every pair, set by its `params`.
    public static let documents = zip(
        StrategyNames.documents.names, [StrategyFamily.momentum, .meanReversion, .breakout]
    ).map { name, family in
        StrategyRegistration(name: name, kind: name, family: family, timeframe: nil, parameters: nil)
    }
}
