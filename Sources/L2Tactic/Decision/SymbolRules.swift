import Configuration
import Market
import Messages
import RiskRules

/// What the configuration says of one symbol, resolved to plain figures.
struct SymbolRules: BitwiseCopyable, Sendable {
    /// Whether this instance decides for the symbol, or only follows it.
    let decides: Bool
    /// The pair is not traded any more: exits alone.
    let exitsOnly: Bool
    let tick: Price
    let step: Quantity
    /// The larger of the exchange's and the profile's minimum.
    let minQuantity: Quantity
    /// The exchange's own minimum: a holding below it can't be traded.
    let smallestLot: Quantity
    let minNotional: Money
    let maxPosition: Double
    /// Largest exposure, fraction of equity, where L3 has no wish of its own.
    let maxExposure: Double
    let leverage: Double
    /// Where a position is liquidated: how far away its stop may be.
    let liquidation: LiquidationTerms
    let stopMultiple: Double
    /// Largest daily loss, fraction of equity.
    let maxDailyLoss: Double
    /// Two takers' fees and the spread: what a round trip costs, fraction of the price.
    let roundTripCost: Double
    /// Candles until there is an average true range: its period, and the one before.
    let candlesForATR: Int
    /// On spot nothing can be sold that isn't held.
    let isLongOnly: Bool

    init(_ symbol: SymbolID, _ settings: Settings, decides: Bool) {
        let pair = settings[symbol]
        let instrument = settings.instruments[symbol]
        self.decides = decides
        exitsOnly = pair.exitsOnly
        tick = instrument.tickSize
        step = instrument.stepSize
        smallestLot = instrument.minQuantity
        minQuantity = max(instrument.minQuantity, pair.minOrderQuantity)
        minNotional = max(instrument.minNotional, settings.limits.minOrder)
        maxPosition = pair.maxPosition.double
        maxExposure = pair.maxExposure
        leverage = instrument.market == .spot ? 1 : Double(pair.leverage)
        liquidation = LiquidationTerms(symbol, settings)
        stopMultiple = pair.atrMultiplier
        maxDailyLoss = pair.maxDailyDrawdown
        roundTripCost = 2 * settings.rates.takerFee + pair.spreadBps / 10_000
        candlesForATR = pair.parameters.atrPeriod + 1
        isLongOnly = instrument.market == .spot
    }

    /// What of a holding can be traded (see `Instrument.lots`).
    func lots(of holding: Quantity) -> Quantity {
        isLongOnly ? holding.lots(of: step, from: smallestLot) : holding
    }

    /// What a value buys, on the instrument's grid and never more than asked.
    func quantity(worth value: Double, at price: Price) -> Quantity {
        (Money(value)?.quantity(at: price) ?? .zero).rounded(to: step, .down)
    }

    /// Whether a quantity is no smaller than anybody's smallest.
    func isLargeEnough(_ quantity: Quantity, at price: Price) -> Bool {
        refusal(quantity, of: 0, at: price, .none) == nil
    }

    /// Why a quantity is too small to trade; `nil` where it isn't. Where the market's liquidity decided the
    /// size, that is why: it offers less than the smallest order.
    func refusal(_ quantity: Quantity, of value: Double, at price: Price, _ cap: SizeCap) -> Reason? {
        let notional = quantity.notional(at: price) ?? .zero
        let isTooFew = !quantity.isPositive || quantity < minQuantity
        guard isTooFew || notional < minNotional else { return nil }
        let smallest = max(minNotional, minQuantity.notional(at: price) ?? .zero)
        if cap == .liquidity { return Reason(.notEnoughLiquidity, found: value, limit: smallest.double) }
        guard isTooFew else {
            return Reason(.orderTooSmall, found: notional.double, limit: minNotional.double)
        }
        return Reason(.quantityTooSmall, found: quantity.double, limit: minQuantity.double)
    }
}
