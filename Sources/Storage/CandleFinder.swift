import Market

/// Finds the line of a recorded candle: file and number, for a person who wants to look at it.
public enum CandleFinder {
    /// The first file of one symbol and length that has the candle, and its line from 1; `nil` where none
    /// has.
    public static func find(
        openTime: Timestamp, _ interval: Timeframe, of instrument: Instrument, in folder: DataFolder
    ) throws(StorageError) -> (file: String, line: Int)? {
        // Files tell the open time first, in milliseconds or in microseconds.
        let units: [Int64] = [1_000_000, 1000]
        let starts = units.map { Array("\(openTime.nanoseconds / $0),".utf8) }
        for path in folder.files(.klines(interval), of: instrument) {
            let reader = try LineReader(path)
            while let line = reader.next() {
                if starts.contains(where: { line.starts(with: $0) }) { return (path, reader.line) }
            }
        }
        return nil
    }
}
