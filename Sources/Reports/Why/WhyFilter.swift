import Market

/// Which orders a list shows.
public struct WhyFilter: Sendable {
    /// Of this pair alone, as in "BTC/USDT"; empty for all.
    public var pair = ""
    /// Heard of first at or after this moment, and before that one.
    public var from = Timestamp.zero
    public var to = Timestamp.never
    /// Only those that came to nothing.
    public var isRefusedOnly = false
    /// The newest of them, so many at most.
    public var last = Int.max

    public init() {}

    /// Those of the stories that it lets through, in order.
    func kept(_ stories: [Story]) -> [Story] {
        stories.filter { story in
            (pair.isEmpty || Self.plain(story.pair ?? "") == Self.plain(pair))
                && story.time >= from && story.time < to && (!isRefusedOnly || story.isRefused)
        }.suffix(last)
    }

    /// "btc/usdt", "BTCUSDT" and "BTC/USDT" are one pair.
    private static func plain(_ pair: String) -> String { pair.filter { $0 != "/" }.uppercased() }
}
