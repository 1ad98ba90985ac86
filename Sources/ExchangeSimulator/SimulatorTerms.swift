import Exchanges
import Market

/// How a simulator goes.
public struct SimulatorTerms: Sendable, Hashable {
    /// Which time the market is at.
    public enum Clock: String, Sendable, Hashable, CaseIterable {
        /// The date of its data.
        case recorded
        /// The present: the data's minutes are moved to it, and go at its pace.
        case now
    }

    /// How futures' sockets without a route, or of another one, are served.
    public enum Routes: String, Sendable, Hashable, CaseIterable {
        /// As the exchange: a stream of another route is acknowledged and stays silent.
        case strict
        /// Every stream flows everywhere.
        case any
    }

    /// Which time the market is at.
    public var clock: Clock
    /// The market's seconds to one of the machine; 0 stands until it is told to go on.
    public var speed: Double
    /// See `Routes`.
    public var routes: Routes
    /// What is made up, and where its chance begins.
    public var model: MarketModel
    public var seed: UInt64
    /// What addresses and accounts may do.
    public var spotLimits: ExchangeLimits
    public var futuresLimits: ExchangeLimits
    /// Whether a countdown that ends takes conditional orders, too.
    public var countdownTakesAlgos = false
    /// What accounts pay: what the exchange takes of those that trade little.
    public var spotFees = MarketFees(maker: Price(raw: 100_000), taker: Price(raw: 100_000))
    public var futuresFees = MarketFees(maker: Price(raw: 20_000), taker: Price(raw: 50_000))

    public init(
        clock: Clock = .recorded, speed: Double = 1, routes: Routes = .strict,
        model: MarketModel = MarketModel(), seed: UInt64 = 1
    ) {
        (self.clock, self.routes, self.model, self.seed) = (clock, routes, model, seed)
        self.speed = clock == .now ? 1 : max(0, speed)
        (spotLimits, futuresLimits) = (.standard(.spot), .standard(.um))
    }
}
