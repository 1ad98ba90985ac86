/// Where an instrument is traded.
public enum MarketKind: UInt8, BitwiseCopyable, Sendable, Hashable {
    /// Binance spot: long or flat, no leverage.
    case spot
    /// Binance USDⓈ-M perpetual futures, one-way mode, isolated margin.
    case um
}

/// What the exchange allows for one symbol: the filters of exchangeInfo.
public struct Instrument: Sendable, Hashable {
    /// "BTC/USDT".
    public var name: String
    /// "BTC".
    public var base: String
    public var market: MarketKind
    /// Prices are multiples of it.
    public var tickSize: Price
    /// Quantities are multiples of it.
    public var stepSize: Quantity
    public var minQuantity: Quantity
    /// The largest quantity of one market order.
    public var maxQuantity: Quantity
    public var minNotional: Money
    /// How far an order's price may lie from the mark: multiplierUp and multiplierDown of PERCENT_PRICE.
    public var priceBandUp: Double
    public var priceBandDown: Double
    /// The lowest and the highest price of any order: minPrice and maxPrice of PRICE_FILTER; zero and the
    /// largest that there is where the exchange sets none.
    public var minPrice = Price.zero
    public var maxPrice = Price(raw: .max)
    /// The exchange's word for whether the pair is traded; see `isTrading`.
    public var status = Self.trading

    /// The one status in which the exchange takes orders.
    public static let trading: ShortLabel = "TRADING"

    public init(
        name: String, market: MarketKind, tickSize: Price, stepSize: Quantity, minQuantity: Quantity,
        maxQuantity: Quantity, minNotional: Money, priceBandUp: Double = 5, priceBandDown: Double = 0.2
    ) {
        self.name = name
        base = String(name.prefix { $0 != "/" })
        self.market = market
        self.tickSize = tickSize
        self.stepSize = stepSize
        self.minQuantity = minQuantity
        self.maxQuantity = maxQuantity
        self.minNotional = minNotional
        self.priceBandUp = priceBandUp
        self.priceBandDown = priceBandDown
    }

    /// Whether the exchange trades the pair: not while it is halted, settled, or not yet listed.
    public var isTrading: Bool { status == Self.trading }

    /// The bound of the exchange's prices that a price lies beyond; `nil` where it lies within.
    public func bound(beyond price: Price) -> Price? {
        price < minPrice ? minPrice : price > maxPrice ? maxPrice : nil
    }

    /// What of a holding can be traded. On spot a fee taken in the bought asset leaves a fraction of a lot:
    /// dust, which is owned and valued, and is no position.
    public func lots(of holding: Quantity) -> Quantity {
        market == .spot ? holding.lots(of: stepSize, from: minQuantity) : holding
    }

    /// The exchange's own spelling: "BTCUSDT".
    public var exchangeName: String { name.filter { $0 != "/" } }
}

extension Quantity {
    /// The whole lots in a holding; zero where they are fewer than the smallest order.
    public func lots(of step: Quantity, from smallest: Quantity) -> Quantity {
        let whole = rounded(to: step, .down)
        return whole.magnitude < smallest ? .zero : whole
    }
}
