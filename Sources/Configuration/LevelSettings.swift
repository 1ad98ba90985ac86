import Market

/// What the feed handler is configured by.
public struct FeedSettings: Sendable, Hashable {
    /// Event time without data after which a symbol is stale: on klines, and on ticks.
    public var klineStaleAfter: TimeSpan = .minutes(3)
    public var tickStaleAfter: TimeSpan = .seconds(10)

    public init() {}
}

/// L4: hours to days.
public struct MetaSettings: Sendable, Hashable {
    /// How often the strategies are scored.
    public var period: TimeSpan = .hours(1)
    /// Age at which a result counts half.
    public var halfLife: TimeSpan = .days(7)
    /// Weight at which the pair's own strategy starts; the others share the rest.
    public var primaryWeight = 0.5
    /// Bounds of a weight: no strategy is ever out for good, none ever alone.
    public var minWeight = 0.05
    public var maxWeight = 0.80
    /// Largest change of a weight in one period.
    public var maxStep = 0.10
    /// Decayed number of trades from which a score moves weights.
    public var minTrades = 3.0

    public init() {}
}

/// L3: tens of minutes to hours.
public struct StrategySettings: Sendable, Hashable {
    /// How often targets are made anew.
    public var period: TimeSpan = .minutes(15)
    public var timeframe: Timeframe = .m15
    public var adxPeriod = 14
    /// ADX above which a market trends, and below which it stops trending: hysteresis.
    public var trendEnter = 25.0
    public var trendLeave = 20.0
    /// Candles of realised volatility, and of its own past against which it is ranked.
    public var volatilityPeriod = 20
    public var volatilityHistory = 200
    public var highEnter = 0.75
    public var highLeave = 0.60
    /// Largest loss at the stop per position, fraction of equity.
    public var maxRisk = 0.005

    public init() {}
}

/// L2: minutes.
public struct TacticSettings: Sendable, Hashable {
    /// Timeframes on which strategies are asked.
    public var timeframes: [Timeframe] = [.m5, .m15]
    /// Target in multiples of the ATR; the stop's multiple is the tier's.
    public var targetMultiple = 3.0
    /// Annual volatility that a position is sized for, fraction.
    public var targetVolatility = 0.20
    /// Share of the Kelly fraction that is used.
    public var kellyShare = 0.25
    /// Win rate and payoff assumed before there are results.
    public var priorWinRate = 0.45
    public var priorPayoff = 1.5
    /// Combined vote from which there is a signal, 0 to 1.
    public var minVote = 0.25
    /// Largest share of the way to the target that two takers' fees and the spread may take.
    public var maxCostShare = 0.20
    /// A signal expires this many of its candles after its close.
    public var expiryCandles = 2

    public init() {}
}

/// L1: sub-second to seconds.
public struct OperationalSettings: Sendable, Hashable {
    /// Share of the last candle's quote volume that counts as liquidity where there is no book.
    public var liquidityShare = 0.10
    /// Wall time that the risk manager and the executor have to answer.
    public var answerWithin: TimeSpan = .seconds(2)
    /// Sends of one order under the same id, with exponential backoff between them.
    public var attempts = 3
    public var firstBackoff: TimeSpan = .milliseconds(100)
    /// Event time for which a lone signal from outside lives.
    public var outsideSignalLife: TimeSpan = .minutes(2)
    /// Signals from outside that are let in, a second of wall time; five seconds' worth at once.
    public var outsideSignalRate = 20.0
    /// Endpoints of publishers outside whose signals are taken, beside those that are asked of L1.
    public var signalSources: [String] = []

    public init() {}
}

/// The risk manager.
public struct RiskSettings: Sendable, Hashable {
    /// Event time for which an approval is good: on klines, and on ticks.
    public var approvalOnKlines: TimeSpan = .seconds(60)
    public var approvalOnTicks: TimeSpan = .seconds(5)
    /// Event time between two `pnl_update`.
    public var pnlPeriod: TimeSpan = .minutes(1)

    public init() {}
}

/// The paper venue. It is conservative, and says what it assumes.
public struct PaperSettings: Sendable, Hashable {
    /// The account's VIP tier, from which the fees of the run's market follow (`FeeSchedule`).
    public var feeTier = 0
    /// Fraction of the notional; those of the tier where the file names none.
    public var makerFee = FeeSchedule.rates(.um, tier: 0).maker
    public var takerFee = FeeSchedule.rates(.um, tier: 0).taker
    /// Event time between an order's arrival and its match on ticks.
    public var latency: TimeSpan = .milliseconds(50)
    /// Funding rate per period where no file gives one, and the hours (UTC) at which it is due.
    public var fundingRate = 0.0001
    public var fundingHours = [0, 8, 16]
    /// Maintenance margin, fraction of the notional.
    public var maintenanceMargin = 0.025
    /// What becomes of a position whose pair's data is at its end, while that of others goes on.
    public var atPairEnd = PairEndRule.close
    /// How orders are filled where a book is seen.
    public var fill = FillRule.shown

    public init() {}
}
