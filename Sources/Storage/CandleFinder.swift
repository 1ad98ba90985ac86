import Exchanges
import Market

/// Finds the line of a recorded candle: file and number, for a person who wants to look at it.
public enum CandleFinder {
    /// The first file of one symbol and length that has the candle, and its line from 1; `nil` where none
    /// has.
    public static func find(
        openTime: Timestamp, _ interval: Timeframe, of instrument: Instrument, in folder: DataFolder
    ) throws(StorageError) -> (file: String, line: Int)? {
        for path in folder.files(.klines(interval), of: instrument) {
            let reader = try LineReader(path)
            var parser = LineParser.klines(symbol: SymbolID(0), instrument, interval)
            parser.beginFile()
            while let line = reader.next() {
                if let place = try? parser.place(of: line), place.time == openTime {
                    return (path, reader.line)
                }
            }
        }
        return nil
    }
}

extension LineParser {
    /// Reads the candles of an instrument.
    static func klines(symbol: SymbolID, _ instrument: Instrument, _ interval: Timeframe) -> LineParser {
        klines(
            symbol: symbol, interval: interval, base: instrument.base,
            quote: String(instrument.name.drop { $0 != "/" }.dropFirst()))
    }
}
