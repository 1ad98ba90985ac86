import Market
import Storage

/// A file of recorded data that was found under a folder.
public struct DatasetFile: Sendable, Hashable {
    /// Where it lies.
    public let path: String
    /// The path below the folder that was looked through.
    public let place: String
    /// What its name tells.
    public let name: DataFileName
    /// By a folder on the way that is called so; `nil` where none is.
    public let market: MarketKind?
    /// Bytes on the disk.
    public let size: Int64
}

/// The files of one pair and kind.
public struct DatasetGroup: Sendable, Hashable {
    /// See `DatasetFile.market`.
    public let market: MarketKind?
    /// The exchange's name of the pair.
    public let symbol: String
    /// What the rows are.
    public let content: DataFileName.Content
    /// By name, as they are joined.
    public let files: [DatasetFile]

    /// "1m", "aggTrades".
    public var word: String { files.first?.name.word ?? "" }

    /// "spot", "um", or "-" where no folder says it.
    public var marketName: String { market.map { $0 == .spot ? "spot" : "um" } ?? "-" }

    /// The pair as parsers of recorded data want it.
    package var instruments: InstrumentTable {
        let quotes = ["USDT", "USDC", "FDUSD", "BUSD", "TUSD", "USD", "BTC", "ETH", "BNB", "EUR", "TRY"]
        let quote = quotes.first { symbol.hasSuffix($0) && symbol.count > $0.count }
        let name = quote.map { "\(symbol.dropLast($0.count))/\($0)" } ?? symbol
        return InstrumentTable([
            Instrument(
                name: name, market: market ?? .um, tickSize: Price(raw: 1), stepSize: Quantity(raw: 1),
                minQuantity: Quantity(raw: 1), maxQuantity: Quantity(raw: .max), minNotional: .zero)
        ])
    }
}
