import Exchanges
import Market
import Messages

/// A feed of what lies in a list.
struct ListFeed: FeedPort {
    let name = "a list"
    let isLive = false
    var history: [Kline] = []
    let complaints = FeedComplaints()
    private let events: [MarketEvent]
    private var place = 0

    init(_ events: [MarketEvent], history: [Kline] = []) { (self.events, self.history) = (events, history) }

    mutating func next() -> FeedWord {
        guard place < events.count else { return .end }
        defer { place += 1 }
        return .event(events[place])
    }
}
