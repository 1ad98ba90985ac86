import Market
import Messages
import Wire

/// Lists a row's columns. A fixed-point field has two: the number for people (REAL, empty where absent)
/// and the exact count of 1e-8 for the books (`…_e8`).
struct ColumnList: ColumnVisitor {
    struct Column {
        let name: String
        let type: String
    }

    private(set) var columns: [Column] = []

    private mutating func add(_ key: StaticString, _ type: String) {
        columns.append(Column(name: "\(key)", type: type))
    }

    mutating func symbol(_ key: StaticString, _ value: inout SymbolID, _ about: StaticString) {
        add(key, "TEXT NOT NULL")
    }
    mutating func number(_ key: StaticString, _ value: inout Double, _ need: Need, _ about: StaticString) {
        add(key, "REAL")
    }
    mutating func fixed<T: FixedPoint>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) {
        add(key, "REAL")
        columns.append(Column(name: "\(key)_e8", type: "INTEGER NOT NULL"))
    }
    mutating func integer<T: FixedWidthInteger>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) {
        add(key, "INTEGER NOT NULL")
    }
    mutating func time(_ key: StaticString, _ value: inout Timestamp, _ need: Need, _ about: StaticString) {
        add(key, "INTEGER NOT NULL")
    }
    mutating func flag(_ key: StaticString, _ value: inout Bool, _ about: StaticString) {
        add(key, "INTEGER NOT NULL")
    }
    mutating func text<let n: Int>(
        _ key: StaticString, _ value: inout InlineText<n>, _ need: Need, _ about: StaticString
    ) {
        add(key, "TEXT NOT NULL")
    }
    mutating func choice<T: WireName>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) {
        add(key, "TEXT NOT NULL")
    }
}
