import Exchanges
import Market
import Messages

/// Where a simulator's markets begin.
struct MarketStart {
    let venues: [VenueMarket]
    let time: Timestamp

    /// Reads the first event of each feed: the market's time begins with the minute of the earliest, or,
    /// where it is to be now, at the machine's time, to whose minute that minute is moved.
    static func begin(
        _ markets: [SimulatorMarket], _ terms: SimulatorTerms, at moment: Moment
    ) -> MarketStart {
        var feeds = markets.map(\.feed)
        let firsts = feeds.indices.map { try? feeds[$0].nextRecorded() }
        let times = firsts.compactMap { $0 }.map(began)
        let minute = (times.min() ?? moment.wall).floor(to: .minutes(1))
        let isNow = terms.clock == .now
        let shift = isNow ? moment.wall.floor(to: .minutes(1)) - minute : TimeSpan(nanoseconds: 0)
        let start = isNow ? moment.wall : minute
        let venues = markets.indices.map { place in
            var market = markets[place]
            market.feed = feeds[place]
            let reel = MarketReel(feeds[place], shift: shift, first: firsts[place])
            return VenueMarket(market, terms, reel: reel, from: start)
        }
        return MarketStart(venues: venues, time: start)
    }

    private static func began(_ event: MarketEvent) -> Timestamp {
        if case .kline(let kline) = event.message { return kline.openTime }
        return event.time
    }
}
