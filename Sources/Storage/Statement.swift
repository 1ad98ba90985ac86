import CSQLite

/// A prepared statement: bind, step, read, reset. Places of parameters and columns count from 0.
public final class Statement {
    private let handle: OpaquePointer
    private let database: Database

    init(_ handle: OpaquePointer, of database: Database) {
        self.handle = handle
        self.database = database
    }

    deinit { sqlite3_finalize(handle) }

    /// Sets a parameter; it stays until it is set again.
    public func bind(_ value: Int64, at place: Int) { sqlite3_bind_int64(handle, Int32(place + 1), value) }
    public func bind(_ value: Double, at place: Int) { sqlite3_bind_double(handle, Int32(place + 1), value) }
    public func bindNull(at place: Int) { sqlite3_bind_null(handle, Int32(place + 1)) }

    /// Sets a parameter to a text, of which a copy is made.
    public func bind(_ value: String, at place: Int) {
        var value = value
        value.withUTF8 { bind(UnsafeRawBufferPointer($0), at: place) }
    }

    /// Sets a parameter to a text in UTF-8, of which SQLite makes a copy.
    func bind(_ text: UnsafeRawBufferPointer, at place: Int) {
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        let bytes = text.assumingMemoryBound(to: CChar.self).baseAddress
        // Without an address SQLite would take an empty text for NULL.
        guard let bytes, !text.isEmpty else {
            return bind("" as StaticString, at: place)
        }
        sqlite3_bind_text(handle, Int32(place + 1), bytes, Int32(text.count), transient)
    }

    /// Sets a parameter to a text of the program, which is not copied.
    func bind(_ text: StaticString, at place: Int) {
        let bytes = UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
        sqlite3_bind_text(handle, Int32(place + 1), bytes, Int32(text.utf8CodeUnitCount), nil)
    }

    /// Whether there is another row.
    public func step() throws(StorageError) -> Bool {
        let code = sqlite3_step(handle)
        try database.check(code)
        return code == SQLITE_ROW
    }

    /// Makes it ready for the next run; what was bound stays.
    public func reset() { sqlite3_reset(handle) }

    /// Runs a statement that gives no rows.
    public func run() throws(StorageError) {
        defer { reset() }
        _ = try step()
    }

    /// Whether a column of the row is empty.
    public func isNull(at place: Int) -> Bool { sqlite3_column_type(handle, Int32(place)) == SQLITE_NULL }
    /// Whether a column of the row holds a whole number.
    public func isInteger(at place: Int) -> Bool {
        sqlite3_column_type(handle, Int32(place)) == SQLITE_INTEGER
    }
    /// A column of the row as a number; 0 where it is empty.
    public func integer(at place: Int) -> Int64 { sqlite3_column_int64(handle, Int32(place)) }
    public func double(at place: Int) -> Double { sqlite3_column_double(handle, Int32(place)) }
    /// A column of the row as a text; empty where it is NULL.
    public func text(at place: Int) -> String {
        sqlite3_column_text(handle, Int32(place)).map { String(cString: $0) } ?? ""
    }
}
