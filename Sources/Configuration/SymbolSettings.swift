import Market

/// How much a pair moves: sets defaults for slippage, spread and ATR multiplier.
public enum Tier: String, Sendable, Hashable, CaseIterable {
    case stable = "STABLE"
    case volatile = "VOLATILE"
    case meme = "MEME"

    /// Largest slippage of an entry, bps.
    public var slippageBps: Double {
        switch self {
        case .stable: 20
        case .volatile: 50
        case .meme: 150
        }
    }

    /// Spread assumed where there is no book, bps.
    public var spreadBps: Double {
        switch self {
        case .stable: 1
        case .volatile: 3
        case .meme: 15
        }
    }

    /// Factor on the ATR for stops.
    public var atrMultiplier: Double {
        switch self {
        case .stable, .volatile: 2
        case .meme: 3
        }
    }
}

/// The `params` of a strategy in the safe list; what is left out has the value here.
public struct StrategyParameters: BitwiseCopyable, Sendable, Hashable {
    /// Candles of the RSI, and the values below and above which a market is oversold or overbought.
    public var rsiPeriod = 14
    public var rsiOversold = 30.0
    public var rsiOverbought = 70.0
    /// Candles of the Bollinger bands.
    public var bbPeriod = 20
    /// Width of the Bollinger bands in standard deviations.
    public var bbStd = 2.0
    public var maFast = 10
    public var maSlow = 30
    /// Candles of the breakout channel.
    public var lookback = 20
    public var atrPeriod = 14

    public init() {}
}

/// One pair of the safe list, resolved.
public struct SymbolSettings: Sendable, Hashable {
    /// "BTC/USDT".
    public var name: String
    /// How much the pair moves.
    public var tier: Tier = .stable
    /// Wire name of the pair's own strategy.
    public var strategy: String = "momentum"
    public var leverage: Int = 1
    /// Largest position, USDT.
    public var maxPosition: Money = Money(300)
    public var parameters = StrategyParameters()
    /// What else sets the pair's own strategy, where that is none of the documents'.
    public var ownParameters = ParameterValues()
    /// Candles on which that strategy looks back at most.
    var ownWindow = 0
    /// What is registered for the pair, as it stands in the safe list.
    public var registrations: [StrategyEntry] = []
    /// The strategies that read the pair: the documents' own, then the pair's where it is another, then what
    /// is registered for it.
    public var strategies = StrategyNames.documents.ids
    /// Not traded any more: what is held is managed to its exit, and nothing is entered.
    public var exitsOnly = false
    /// MAX_ORDER_SIZE_<asset>: largest quantity of one order, base asset.
    public var maxOrderQuantity: Quantity
    /// <asset>_MIN_SIZE: smallest quantity of one order, base asset.
    public var minOrderQuantity: Quantity
    /// MAX_PORTFOLIO_EXPOSURE_<asset>: fraction of equity.
    public var maxExposure: Double
    /// Largest daily loss of this pair, fraction of equity.
    public var maxDailyDrawdown: Double = 0.05
    /// Smallest account balance with which the pair is traded, USDT.
    public var minBalance: Money = Money(100)
    public var slippageBps: Double
    public var spreadBps: Double
    public var atrMultiplier: Double
    /// The pairs it falls with (P5's correlation map).
    public var correlatedWith: [SymbolID] = []
    /// AI_THRESHOLDS of its asset, as far as they are configured.
    public var thresholds = ModelThresholds()

    /// A pair with its limits; the rest is the tier's, or a default.
    public init(
        name: String, tier: Tier = .stable, maxOrderQuantity: Quantity, minOrderQuantity: Quantity,
        maxExposure: Double
    ) {
        self.name = name
        self.tier = tier
        self.maxOrderQuantity = maxOrderQuantity
        self.minOrderQuantity = minOrderQuantity
        self.maxExposure = maxExposure
        slippageBps = tier.slippageBps
        spreadBps = tier.spreadBps
        atrMultiplier = tier.atrMultiplier
    }

    /// All that the pair's `params` say, by name.
    public var parameterValues: ParameterValues {
        var values = parameters.values
        for row in ownParameters.rows { values.set(row.name, row.value) }
        return values
    }

    /// "BTC": what per-asset keys are named by.
    public var asset: String { String(name.prefix { $0 != "/" }) }
}
