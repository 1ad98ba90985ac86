import Exchanges

/// A feed under test, and the market behind it.
public struct FeedStand {
    /// The feed.
    public var feed: any FeedPort
    /// The market tells something; recorded data knows all from the start.
    public let tell: (MarketEvent) -> Void
    /// Something comes that can't be used; `nil` where the market behind the feed can't be bad.
    public let spoil: (() -> Void)?
    /// The market says its last; `nil` where it never does.
    public let finish: (() -> Void)?

    public init(
        _ feed: any FeedPort, tell: @escaping (MarketEvent) -> Void = { _ in }, spoil: (() -> Void)? = nil,
        finish: (() -> Void)? = {}
    ) {
        (self.feed, self.tell, self.spoil, self.finish) = (feed, tell, spoil, finish)
    }

    /// All that it gives until there is nothing, or the end; of one that never ends the first thousand.
    mutating func take() throws -> [MarketEvent] {
        var events: [MarketEvent] = []
        while events.count < 1_000, case .event(let event) = try feed.next() { events.append(event) }
        return events
    }
}
