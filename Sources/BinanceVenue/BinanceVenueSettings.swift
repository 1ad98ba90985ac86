import Exchanges
import Market

/// What a person may choose of trading, and the exchange's limits as the venue keeps them.
///
/// Times are nanoseconds of the machine's clock unless the name says otherwise.
public struct BinanceVenueSettings: Sendable, Hashable {
    private static let second: Int64 = 1_000_000_000

    /// Which of the exchange's markets.
    public var market: MarketKind
    /// Where it is.
    public var addresses: BinanceVenueAddresses
    /// The pairs with their filters, and the leverage that each is traded with; 1 on spot.
    public var instruments: InstrumentTable
    public var leverages: [Int]
    /// What a position on futures must keep, fraction of its value, as the run reckons.
    public var maintenanceMargin: Double
    /// Fills and payments of before are known: they are not told. `nil` where the account begins when the
    /// exchange first tells its time.
    public var since: Timestamp?
    /// Chance follows from it: the delays before something is tried again.
    public var seed: UInt64
    /// The seconds of the exchange's clock to one of the machine's, where it is a simulator's.
    public var clockSpeed: Double?

    /// How late a request may come to the exchange, milliseconds of its clock.
    public var receiveWindow = 5000
    /// How much of the exchange's limits is used: others share the address.
    public var share = 0.8
    /// How much of that is kept for what makes positions smaller.
    public var keptForExits = 0.2
    /// Requests under way at most; a quarter of them for exits alone.
    public var parallelRequests = 8
    /// How long an answer may take: of what changes something a little longer than the exchange takes a
    /// request for, of a question, which can be asked again, less.
    public var requestTimeoutMilliseconds = 6000
    public var questionTimeoutMilliseconds = 3000
    /// The delays before what failed is tried again: each up to twice the one before.
    public var shortestDelay = 200 * second / 1000
    public var longestDelay = 30 * second

    /// The account's stream is tried again after this at the latest: without it nothing is proof.
    public var longestStreamDelay = 5 * second

    /// How often an order is asked for of which nobody knows whether it arrived.
    public var queryEvery = 2 * second
    /// How far apart two answers must be that say that there is no such order, until it has never arrived.
    public var proofAfter = 10 * second
    /// How long after an order was filled all fills are read once more where some of its were not told.
    public var lostFillsAfter = 30 * second
    /// How often the open orders are compared, the positions, and the payments of funding.
    public var ordersEvery = 10 * second
    public var positionsEvery = 30 * second
    public var fundingEvery = 600 * second
    /// How often at most everything is read anew where a message could not be read.
    public var resyncEvery = 5 * second
    /// How long an order may wait here until it is given up as never sent.
    public var longestWait = 15 * second
    /// How long a question may stay open until it is ended without an answer.
    public var longestQuestion = 60 * second
    /// How long the account's stream may be away until the venue is gone.
    public var goneAfter = 30 * second
    /// How often the exchange is asked for its time, and how wrong our idea of it may be.
    public var clockEvery = 300 * second
    public var clockErrorLimit = second

    /// How often the account's stream is pinged, and how long the pong may take.
    public var pingEvery = 10 * second
    public var pongLimit = 10 * second
    /// How long a connection may take to stand and to be subscribed to.
    public var answerLimit = 15 * second
    /// When a connection gives way to a new one; the exchange ends it after 24 h.
    public var connectionLife = 23 * 3600 * second
    /// How often the key to the stream is renewed; it holds for an hour.
    public var keepKeyEvery = 1800 * second

    /// The dead-man's switch of futures: how long after its last renewal the exchange takes the orders of a
    /// pair back, milliseconds, and how often it is renewed; 0 for none.
    public var countdownMilliseconds = 120_000
    public var countdownEvery = 30 * second
    /// How long a stop waits until the switch is off.
    public var disarmPatience = 3 * second

    public init(
        _ market: MarketKind, at addresses: BinanceVenueAddresses, _ instruments: InstrumentTable,
        leverages: [Int], maintenanceMargin: Double, since: Timestamp?, seed: UInt64
    ) {
        (self.market, self.addresses, self.instruments) = (market, addresses, instruments)
        (self.leverages, self.maintenanceMargin) = (leverages, maintenanceMargin)
        (self.since, self.seed) = (since, seed)
    }

    /// Whether it is futures.
    var isFutures: Bool { market == .um }
}
