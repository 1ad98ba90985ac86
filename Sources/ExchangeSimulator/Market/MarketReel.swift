import Exchanges
import Market
import Messages

/// The data of a market as it is needed: a candle when it begins, though data tells it at its end, everything
/// else at its time.
struct MarketReel {
    /// How long before its time an event is read: the length of the candles.
    static let lead = TimeSpan.minutes(1)

    private var feed: any FeedPort
    /// What is added to all times of the data.
    let shift: TimeSpan
    private var peeked: MarketEvent?
    private var ahead: [MarketEvent] = []
    private var given = 0
    /// What was wrong with the data; `nil` where nothing was.
    private(set) var failure: String?

    init(_ feed: any FeedPort, shift: TimeSpan, first: MarketEvent?) {
        (self.feed, self.shift, peeked) = (feed, shift, first)
    }

    /// When the next event is to be read; never at the end.
    var nextRead: Timestamp { peeked.map { $0.time + shift - Self.lead } ?? .never }
    /// When the next event that was read happens; never where none was.
    var nextEvent: Timestamp { given < ahead.count ? ahead[given].time : .never }

    /// Reads all events that are due by a moment; candles are answered, everything else waits for its time
    /// and is shown to `see`.
    mutating func read(until time: Timestamp, see: (MarketEvent) -> Void) -> [Kline] {
        var candles: [Kline] = []
        while nextRead <= time, let event = peeked {
            if case .kline(var kline) = event.message {
                kline.openTime = kline.openTime + shift
                kline.closeTime = kline.closeTime + shift
                if kline.interval == .m1 { candles.append(kline) }
            } else {
                ahead.append(MarketEvent(event.message, at: event.time + shift))
                see(event)
            }
            peeked = next()
        }
        return candles
    }

    /// The next event whose time has come.
    mutating func takeEvent() -> MarketEvent? {
        guard given < ahead.count else { return nil }
        defer {
            given += 1
            if given == ahead.count || given == 1 << 14 {
                ahead.removeFirst(given)
                given = 0
            }
        }
        return ahead[given]
    }

    private mutating func next() -> MarketEvent? {
        do {
            return try feed.nextRecorded()
        } catch {
            failure = "\(error)"
            return nil
        }
    }
}
