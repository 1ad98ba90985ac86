import OKXFeed

/// What comes over the sockets of OKX's market, and the answers to the feed's requests.
struct OKXFeedBorder: Border {
    static let name = "okx-feed"
    private let core: FeedCoreBorder<OKXFeedCore>

    init(folder: String) throws { core = try FeedCoreBorder() }

    mutating func feed(_ bytes: [UInt8]) -> String { core.feed(bytes) }
}
