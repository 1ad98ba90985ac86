import BinanceFeed

/// What comes over the sockets of Binance's market, and the answers to the feed's requests.
struct BinanceFeedBorder: Border {
    static let name = "binance-feed"
    private let core: ClientCoreBorder<BinanceFeedCore>

    init(folder: String) throws { core = try ClientCoreBorder() }

    mutating func feed(_ bytes: [UInt8]) -> String { core.feed(bytes) }
}
