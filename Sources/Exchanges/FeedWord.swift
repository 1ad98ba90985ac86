/// What a feed says when it is asked for its next event.
@frozen public enum FeedWord: Sendable, Hashable {
    /// An event that is due.
    case event(MarketEvent)
    /// Nothing has come that was not given: ask again later. A live feed alone says so.
    case nothing
    /// Nothing more comes, ever.
    case end
}
