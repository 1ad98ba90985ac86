import OKXFeed

/// What comes over the sockets of OKX's market, and the answers to the feed's requests.
struct OKXFeedBorder: Border {
    static let name = "okx-feed"
    private let core: ClientCoreBorder<OKXFeedCore>

    init(folder: String) throws { core = try ClientCoreBorder() }

    mutating func feed(_ bytes: [UInt8]) -> String { core.feed(bytes) }
}
