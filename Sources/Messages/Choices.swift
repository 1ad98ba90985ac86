import Market

extension Side: WireName {
    public var wireName: StaticString { self == .buy ? "buy" : "sell" }
}

extension Timeframe: WireName {}

extension StrategyFamily: WireName {}

/// Who made a candle: the exchange, or the feed handler of trades or quotes where there are none of it.
public enum KlineOrigin: UInt8, WireName {
    case exchange
    case trades
    case quotes

    public var wireName: StaticString {
        switch self {
        case .exchange: "exchange"
        case .trades: "trades"
        case .quotes: "quotes"
        }
    }
}

/// How an order asks for its price.
public enum OrderType: UInt8, WireName {
    case market
    case limit

    public var wireName: StaticString { self == .market ? "market" : "limit" }
}

/// How L1 works an order.
public enum Algorithm: UInt8, WireName {
    case taker
    case twap
    case iceberg

    public var wireName: StaticString {
        switch self {
        case .taker: "taker"
        case .twap: "twap"
        case .iceberg: "iceberg"
        }
    }
}

/// What an order is for. Everything but an entry reduces.
public enum Purpose: UInt8, WireName {
    case entry
    /// A reduction that a strategy asked for.
    case exit
    case stop
    case target
    /// The kill switch or the emergency protocol closes all.
    case emergency
    case liquidation
    /// The venue closes what is held of a pair whose market data is at its end.
    case settlement

    public var wireName: StaticString {
        switch self {
        case .entry: "entry"
        case .exit: "exit"
        case .stop: "stop"
        case .target: "target"
        case .emergency: "emergency"
        case .liquidation: "liquidation"
        case .settlement: "settlement"
        }
    }
}

/// Where an order is in its life, in Binance's words.
public enum OrderStatus: UInt8, WireName {
    /// Durable here, not yet answered by the venue.
    case pending
    case new
    case partiallyFilled
    case filled
    case cancelled
    case expired
    case rejected
    /// The venue did not say; it is asked again.
    case unknown

    public var wireName: StaticString {
        switch self {
        case .pending: "pending"
        case .new: "new"
        case .partiallyFilled: "partially_filled"
        case .filled: "filled"
        case .cancelled: "cancelled"
        case .expired: "expired"
        case .rejected: "rejected"
        case .unknown: "unknown"
        }
    }

    /// Nothing more can happen to the order.
    public var isFinal: Bool {
        switch self {
        case .filled, .cancelled, .expired, .rejected: true
        case .pending, .new, .partiallyFilled, .unknown: false
        }
    }
}

/// How a signal ended, as the ExecutionReport says it.
public enum ReportStatus: UInt8, WireName {
    case filled
    case partiallyFilled
    case rejected
    case expired
    case cancelled

    public var wireName: StaticString {
        switch self {
        case .filled: "filled"
        case .partiallyFilled: "partially_filled"
        case .rejected: "rejected"
        case .expired: "expired"
        case .cancelled: "cancelled"
        }
    }
}

/// What L3 thinks of a market: trend or range by ADX, volatility by its percentile.
public enum Regime: UInt8, WireName {
    case unknown
    case trendLowVolatility
    case trendHighVolatility
    case rangeLowVolatility
    case rangeHighVolatility

    public init(trending: Bool, highVolatility: Bool) {
        self = trending
            ? (highVolatility ? .trendHighVolatility : .trendLowVolatility)
            : (highVolatility ? .rangeHighVolatility : .rangeLowVolatility)
    }

    public var wireName: StaticString {
        switch self {
        case .unknown: "unknown"
        case .trendLowVolatility: "trend_low_vol"
        case .trendHighVolatility: "trend_high_vol"
        case .rangeLowVolatility: "range_low_vol"
        case .rangeHighVolatility: "range_high_vol"
        }
    }

    /// Whether volatility is high in its own past.
    public var isHighVolatility: Bool { self == .trendHighVolatility || self == .rangeHighVolatility }
}

/// How a stop moves after the entry.
public enum StopPolicy: UInt8, WireName {
    case fixed
    case trailing

    public var wireName: StaticString { self == .fixed ? "fixed" : "trailing" }
}

/// Which cap decided a position's size.
public enum SizeCap: UInt8, WireName {
    /// None did: an exit closes what is open.
    case none
    case volatilityTarget
    case kelly
    case atrRisk
    case maxPosition
    case leverage
    case assetRisk
    case liquidity

    public var wireName: StaticString {
        switch self {
        case .none: "none"
        case .volatilityTarget: "volatility_target"
        case .kelly: "kelly"
        case .atrRisk: "atr_risk"
        case .maxPosition: "max_position_size_usd"
        case .leverage: "leverage"
        case .assetRisk: "asset_risk"
        case .liquidity: "liquidity"
        }
    }
}

/// How healthy one symbol's market data is.
public enum FeedState: UInt8, WireName {
    case live
    case stale
    /// Something is missing between two events.
    case gap
    case ended
    /// The pair's data is at its end, while that of others goes on.
    case ceased

    public var wireName: StaticString {
        switch self {
        case .live: "live"
        case .stale: "stale"
        case .gap: "gap"
        case .ended: "ended"
        case .ceased: "ceased"
        }
    }
}

/// How loud an alert is.
public enum Severity: UInt8, WireName {
    case info
    case warning
    case error

    public var wireName: StaticString {
        switch self {
        case .info: "info"
        case .warning: "warning"
        case .error: "error"
        }
    }
}

/// What a venue reports of an order or a position.
public enum VenueEventKind: UInt8, WireName {
    case accepted
    case filled
    case cancelled
    case expired
    case rejected
    /// A stop or target now rests for the filled quantity.
    case protected
    case funding
    /// An order is open there: told where the books are asked for, without a number.
    case open
    /// The fee of the fill that is told next, and bears the same number: so much BNB, in `quantity`.
    case feeInBNB

    public var wireName: StaticString {
        switch self {
        case .accepted: "accepted"
        case .filled: "filled"
        case .cancelled: "cancelled"
        case .expired: "expired"
        case .rejected: "rejected"
        case .protected: "protected"
        case .funding: "funding"
        case .open: "open"
        case .feeInBNB: "fee_in_bnb"
        }
    }
}
