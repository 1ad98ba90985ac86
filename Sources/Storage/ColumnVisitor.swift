import Market
import Messages
import Wire

/// Visits the fields of a row, each of which is a column. Lists, causes, maps and places in the run's table
/// of strategies are none: no record holds any.
protocol ColumnVisitor: FieldVisitor {}

extension ColumnVisitor {
    mutating func levels(
        _ key: StaticString, _ value: inout LevelList, _ about: StaticString
    ) throws(WireError) { throw notStored(key) }

    mutating func causes(
        _ key: StaticString, _ value: inout Causes, _ about: StaticString
    ) throws(WireError) { throw notStored(key) }

    mutating func strategy(
        _ key: StaticString, _ value: inout StrategyID, _ about: StaticString
    ) throws(WireError) { throw notStored(key) }

    mutating func sources(
        _ key: StaticString, _ value: inout SourceList, _ about: StaticString
    ) throws(WireError) { throw notStored(key) }

    mutating func nested(
        _ key: StaticString, _ about: StaticString, _ fields: (inout Self) throws(WireError) -> Void
    ) throws(WireError) { throw notStored(key) }

    private func notStored(_ key: StaticString) -> WireError {
        .wrongType(field: "\(key)", expected: "a field that is one column", found: "a list or map")
    }
}
