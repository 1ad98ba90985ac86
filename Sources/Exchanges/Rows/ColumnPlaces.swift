/// Room for the places of a line's columns, taken once for all lines: a class, since it owns memory.
final class ColumnPlaces {
    /// Where each column begins, and the one behind the last would.
    let starts = UnsafeMutablePointer<UInt32>.allocate(capacity: CSVLine.columnLimit + 1)

    init() { starts.initialize(repeating: 0, count: CSVLine.columnLimit + 1) }

    deinit { starts.deallocate() }
}
