/// The parameters of one strategy: what was set, and for the rest what its kind has.
public struct ParameterValues: Sendable, Hashable {
    /// What was set, by name.
    public private(set) var rows: [Row] = []

    /// One parameter that was set.
    public struct Row: Sendable, Hashable {
        /// As in `params`.
        public let name: String
        /// Its value, in the unit of its parameter.
        public let value: Double
    }

    /// Nothing set.
    public init() {}

    /// These values.
    public init(_ given: KeyValuePairs<String, Double>) {
        for (name, value) in given { set(name, value) }
    }

    /// The value of a parameter.
    public subscript(parameter: StrategyParameter) -> Double {
        rows.first { $0.name == parameter.name }?.value ?? parameter.standard
    }

    /// The value of a count.
    public func whole(_ parameter: StrategyParameter) -> Int {
        Int(min(max(self[parameter].rounded(), -1e15), 1e15))
    }

    /// Sets a value; in the order of their names, so that equal ones are equal however they were set.
    public mutating func set(_ name: String, _ value: Double) {
        rows.removeAll { $0.name == name }
        let place = rows.firstIndex { $0.name > name } ?? rows.count
        rows.insert(Row(name: name, value: value), at: place)
    }
}

extension StrategyParameters {
    /// The documents' `params` under their names.
    public var values: ParameterValues {
        ParameterValues([
            "rsi_period": Double(rsiPeriod), "rsi_oversold": rsiOversold, "rsi_overbought": rsiOverbought,
            "bb_period": Double(bbPeriod), "bb_std": bbStd, "ma_fast": Double(maFast),
            "ma_slow": Double(maSlow), "lookback": Double(lookback), "atr_period": Double(atrPeriod),
        ])
    }
}
