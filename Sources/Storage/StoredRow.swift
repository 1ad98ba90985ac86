import Messages
import Wire

/// A struct that is one row of a table. Like a message it lists its fields once; the table's columns,
/// its upsert and its reader are visitors of that list.
protocol StoredRow {
    static var table: String { get }
    /// The columns that name a row.
    static var key: [String] { get }
    /// The value before a reader fills it.
    static var blank: Self { get }
    mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError)
    /// Whether something is held or under way by it.
    var isOpen: Bool { get }
    /// What counts of it once its pair isn't traded any more; `nil` where nothing does.
    var history: Self? { get }
}

extension StoredRow {
    var isOpen: Bool { false }
    var history: Self? { nil }
}

extension StoredRow {
    /// The columns in their order. Listing them cannot fail: no field is looked at.
    static var columns: [ColumnList.Column] {
        var list = ColumnList()
        var row = blank
        try? row.visit(with: &list)
        return list.columns
    }

    /// Rows are numbered in the order in which they came first, and keep their number.
    static var creation: String {
        let columns = columns.map { "\($0.name) \($0.type)" } + ["UNIQUE (\(key.joined(separator: ", ")))"]
        return
            "CREATE TABLE IF NOT EXISTS \(table) (n INTEGER PRIMARY KEY, \(columns.joined(separator: ", ")))"
    }

    static var upsert: String {
        let names = columns.map(\.name)
        let updates = names.filter { !key.contains($0) }.map { "\($0) = excluded.\($0)" }
        return "INSERT INTO \(table) (\(names.joined(separator: ", "))) VALUES ("
            + names.map { _ in "?" }.joined(separator: ", ")
            + ") ON CONFLICT (\(key.joined(separator: ", "))) DO UPDATE SET "
            + updates.joined(separator: ", ")
    }

    static var selection: String {
        "SELECT \(columns.map(\.name).joined(separator: ", ")) FROM \(table) ORDER BY n"
    }
}
