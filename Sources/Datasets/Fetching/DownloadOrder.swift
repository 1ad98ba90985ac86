import BinanceFeed
import Market

/// What is to be downloaded, from where and into which folder.
public struct DownloadOrder: Sendable {
    /// The exchange's names of the pairs: "BTCUSDT".
    public var names: [String]
    /// What of their past.
    public var kind: HistoryKind
    /// Which of the exchange's markets.
    public var market: MarketKind
    /// Where that is.
    public var addresses: BinanceAddresses
    /// Rows from this time on, and before that one; `nil` for the last midnight of the exchange's clock.
    public var from: Timestamp
    /// See `from`.
    public var to: Timestamp?
    /// Path of the folder.
    public var folder: String

    public init(
        _ names: [String], _ kind: HistoryKind, _ market: MarketKind, at addresses: BinanceAddresses,
        from: Timestamp, to: Timestamp?, into folder: String
    ) {
        (self.names, self.kind, self.market, self.addresses) = (names, kind, market, addresses)
        (self.from, self.to, self.folder) = (from, to, folder)
    }
}
