import Exchanges
import Market

/// What a person may choose of the live feed, and the exchange's limits as it keeps them.
///
/// Times are nanoseconds unless the name says otherwise.
public struct BinanceFeedSettings: Sendable, Hashable {
    private static let second: Int64 = 1_000_000_000

    /// Which of the exchange's markets.
    public var market: MarketKind
    /// Where it is.
    public var addresses: BinanceAddresses
    /// Chance follows from it: the delays before connections are tried again.
    public var seed: UInt64
    /// The seconds of the exchange's clock to one of the machine's, where it is a simulator's; 0 where that
    /// stands until it is told to go on. `nil` where it goes as the machine's wall clock does.
    public private(set) var clockSpeed: Double?
    /// Single trades instead of what one order took at a price. Only the latter can be fetched after an
    /// outage.
    public var singleTrades = false
    /// Whether the lines of a recording are made (`takeRecording`).
    public var isRecorded = false
    /// Minute candles of each symbol to warm up from.
    public var historyCandles = 1000
    /// Levels a side of a book's snapshot: 5, 10, 20, 50, 100, 500, 1000, on spot 5000, too.
    public var snapshotLevels = 1000

    /// How much of the exchange's weight a minute is used: others share the address.
    public var weightShare = 0.8
    /// Requests under way at most.
    public var parallelRequests = 4
    /// How long an answer may take.
    public var requestTimeoutMilliseconds = 10_000

    /// Streams of one connection; the exchange allows 1024.
    public var streamsPerConnection = 1000
    /// Streams named in one message.
    public var streamsPerMessage = 100
    /// Connections tried in five minutes; the exchange allows 300.
    public var attemptsPerFiveMinutes = 60
    /// The longest delay before a connection is tried again.
    public var longestDelay = 30 * second
    /// The delay that doubles with each attempt that failed.
    public var shortestDelay = 200 * second / 1000
    /// How long a connection stands until those that failed before are forgotten.
    public var healthyAfter = 60 * second
    /// How long a connection may take to stand, and a subscription to be answered.
    public var answerLimit = 15 * second
    /// When a connection gives way to a new one; the exchange ends it after 24 h.
    public var connectionLife = 23 * 3600 * second
    /// How much sooner at most, by chance, that not all go at once.
    public var connectionLifeJitter = 1800 * second
    /// How long two connections tell the same before the old one is closed.
    public var overlap = 5 * second

    /// How often a connection is pinged, and how long the pong may take.
    public var pingEvery = 10 * second
    public var pongLimit = 10 * second
    /// How long a connection may tell nothing at all.
    public var silenceLimit = 60 * second
    /// How long a stream's first message may take.
    public var firstMessageLimit = 60 * second
    /// How far behind the exchange's clock all of a connection's messages of ten seconds may be.
    public var lagLimit = 5 * second
    /// How often the exchange is asked for its time.
    public var clockEvery = 600 * second

    /// How long what came waits for trades or candles before it that are yet to be fetched.
    public var fillPatience = 60 * second
    /// How long after its end a minute's candle is waited for before the exchange is asked for it.
    public var candleGrace = 5 * second
    /// Closed candles that are compared with the exchange's own, a minute.
    public var candleChecksPerMinute = 10
    /// Trades that are fetched after an outage, for each symbol, at most; what is more is told.
    public var longestTradeFill: Int64 = 5000

    /// - Parameters:
    ///   - market: which of the exchange's markets.
    ///   - addresses: where it is.
    ///   - seed: chance follows from it.
    public init(_ market: MarketKind, at addresses: BinanceAddresses, seed: UInt64) {
        (self.market, self.addresses, self.seed) = (market, addresses, seed)
    }

    /// Follows the clock of a simulator, which has so many seconds to one of the machine's: what is counted
    /// in the exchange's time is counted so.
    public mutating func follow(clockOf speed: Double) {
        clockSpeed = speed
        let factor = max(1, speed)
        lagLimit = Int64(Double(lagLimit) * factor)
        candleGrace = Int64(Double(candleGrace) * factor)
        // The exchange counts a connection's day by its own clock.
        connectionLife = Int64(Double(connectionLife) / factor)
        connectionLifeJitter = Int64(Double(connectionLifeJitter) / factor)
        guard speed == 0 else { return }
        // It may stand for as long as somebody likes.
        (silenceLimit, firstMessageLimit) = (.max, .max)
    }

    /// The path that comes before each request's name.
    var restPath: String { market == .spot ? "/api/v3/" : "/fapi/v1/" }
    /// Messages that a connection takes at most a second, pings among them: one fewer than the exchange
    /// allows.
    var messageSpacing: Int64 { market == .spot ? Self.second / 4 : Self.second / 9 }
    /// What all requests of a minute may weigh until the exchange tells its limit.
    var standardWeight: Int { market == .spot ? 6000 : 2400 }
    /// The header of an answer that tells what was used of the minute.
    static let usedWeight = "X-MBX-USED-WEIGHT-1M"

    /// What is asked for by HTTP, within these limits.
    func requests<Paths: RequestPaths>(_ paths: Paths) -> Requests<Paths> {
        Requests(
            paths, at: addresses.rest, timeoutMilliseconds: requestTimeoutMilliseconds,
            parallel: parallelRequests, delay: RetryDelay(shortest: 2 * shortestDelay, longest: longestDelay),
            budget: WeightBudget(limit: standardWeight, share: weightShare))
    }
}
