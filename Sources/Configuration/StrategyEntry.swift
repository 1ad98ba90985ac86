import Market

/// One entry of a pair's `strategies` as it stands there: a kind on a timeframe, with what it is set by.
public struct StrategyEntry: Sendable, Hashable {
    /// The name of its kind.
    public var kind = ""
    /// The candles that it reads; `nil` where the file's name of them is unknown.
    public var timeframe: Timeframe?
    /// What differs from the kind's own.
    public var parameters = ParameterValues()

    public init() {}

    /// Lists the keys of an entry.
    mutating func visit<V: KeyVisitor>(with visitor: inout V, kinds: [StrategyKind]) {
        visitor.name("strategy", &kind, of: kinds.map(\.name))
        var name = timeframe.map { "\($0.wireName)" } ?? ""
        visitor.name("timeframe", &name, of: Timeframe.allCases.map { "\($0.wireName)" })
        timeframe = Timeframe.allCases.first { "\($0.wireName)" == name }
        var values = parameters
        let specs = kinds.first { $0.name == kind }?.parameters ?? values.asParameters
        visitor.section("params") { values.visit(specs, with: &$0) }
        parameters = values
    }
}

extension ParameterValues {
    /// Lists parameters as keys. What is at its kind's own is not kept, so that equal strategies are equal.
    mutating func visit<V: KeyVisitor>(_ specs: [StrategyParameter], with visitor: inout V) {
        for spec in specs {
            var value = self[spec]
            if spec.isWhole {
                var whole = self.whole(spec)
                visitor.integer(spec.name, &whole, Int(spec.range.lowerBound)...Int(spec.range.upperBound))
                value = Double(whole)
            } else {
                visitor.number(spec.name, &value, spec.range)
            }
            if value != spec.standard { set(spec.name, value) }
        }
    }

    /// What was set, as parameters of no kind in particular: for who writes an entry without the catalogue.
    var asParameters: [StrategyParameter] {
        rows.map { .number($0.name, $0.value, in: -.infinity ... .infinity, "") }
    }
}
