import Exchanges
import Market

/// What may be chosen of OKX's live feed, and the exchange's limits as it keeps them.
///
/// Times are nanoseconds unless the name says otherwise.
public struct OKXFeedSettings: Sendable, Hashable {
    private static let second: Int64 = 1_000_000_000

    /// Where it is.
    public var addresses: OKXAddresses
    /// Chance follows from it: the delays before connections are tried again.
    public var seed: UInt64
    /// Minute candles of each symbol to warm up from.
    public var historyCandles = 1000
    /// Whether what comes of instruments that nobody asked for is left out without a word, as in a
    /// recording of many.
    public var leavesOthersOut = false

    /// Requests of a minute: the exchange counts those of each path, and takes 600 a minute of the slowest.
    public var requestsPerMinute = 300
    /// Requests under way at most.
    public var parallelRequests = 4
    /// How long an answer may take.
    public var requestTimeoutMilliseconds = 10_000

    /// Channels named in one message; all of it may be 64 KiB.
    public var channelsPerMessage = 100
    /// The shortest time between two messages on a connection: the exchange takes 480 in an hour that change
    /// what is subscribed to, and three a second.
    public var messageSpacing = 350 * second / 1000
    /// The shortest time between two connections: the exchange takes three a second from one address.
    public var attemptSpacing = 400 * second / 1000
    /// The longest delay before a connection is tried again.
    public var longestDelay = 30 * second
    /// The delay that doubles with each attempt that failed.
    public var shortestDelay = 500 * second / 1000
    /// How long a connection stands until those that failed before are forgotten.
    public var healthyAfter = 60 * second
    /// How long a connection may take to stand, and a subscription or a new book to come.
    public var answerLimit = 15 * second

    /// After how long a silence "ping" is sent: the exchange closes a connection that is silent for 30 s.
    public var pingAfter = 15 * second
    /// How long "pong" may take.
    public var pongLimit = 10 * second
    /// How long a channel's first message may take.
    public var firstMessageLimit = 60 * second
    /// How far behind the exchange's clock all changes of books may be that come on a connection in ten
    /// seconds.
    public var lagLimit = 5 * second
    /// How often the exchange is asked for its time.
    public var clockEvery = 600 * second

    /// How long candles wait for those before them that are yet to be fetched.
    public var fillPatience = 60 * second
    /// How long after its end a minute's candle is waited for before the exchange is asked for it.
    public var candleGrace = 5 * second
    /// Closed candles that are compared with the exchange's own, a minute.
    public var candleChecksPerMinute = 10

    /// - Parameters:
    ///   - addresses: where it is.
    ///   - seed: chance follows from it.
    public init(at addresses: OKXAddresses, seed: UInt64) { (self.addresses, self.seed) = (addresses, seed) }

    /// What is asked for by HTTP, within these limits.
    func requests(_ paths: OKXPaths) -> Requests<OKXPaths> {
        Requests(
            paths, at: addresses.rest, timeoutMilliseconds: requestTimeoutMilliseconds,
            parallel: parallelRequests, delay: RetryDelay(shortest: shortestDelay, longest: longestDelay),
            budget: WeightBudget(limit: requestsPerMinute, share: 1))
    }
}
