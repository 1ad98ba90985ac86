import Market
import Messages

/// The exchange's filters of one symbol (exchangeInfo: PRICE_FILTER, LOT_SIZE, MARKET_LOT_SIZE,
/// MIN_NOTIONAL, PERCENT_PRICE), as the matching engine holds every order against them.
///
/// Assumes, as Binance's USDⓈ-M futures do, that an order which reduces needs no smallest notional;
/// on spot it does.
@frozen public struct FilterModel: BitwiseCopyable, Sendable {
    public let market: MarketKind
    public let tickSize: Price
    public let stepSize: Quantity
    public let minQuantity: Quantity
    public let maxQuantity: Quantity
    public let minNotional: Money
    public let bandUp: Double
    public let bandDown: Double
    public let minPrice: Price
    public let maxPrice: Price

    public init(_ instrument: Instrument) {
        market = instrument.market
        tickSize = instrument.tickSize
        stepSize = instrument.stepSize
        minQuantity = instrument.minQuantity
        maxQuantity = instrument.maxQuantity
        minNotional = instrument.minNotional
        bandUp = instrument.priceBandUp
        bandDown = instrument.priceBandDown
        minPrice = instrument.minPrice
        maxPrice = instrument.maxPrice
    }

    /// What of a holding can be traded (see `Instrument.lots`).
    public func lots(of holding: Quantity) -> Quantity {
        market == .spot ? holding.lots(of: stepSize, from: minQuantity) : holding
    }

    /// The filter that an order breaks at a mark price, or `nil` where it keeps them all.
    public func breach(of intent: OrderIntent, mark: Price) -> Reason? {
        quantityBreach(of: intent) ?? priceBreach(of: intent, mark) ?? notionalBreach(of: intent, mark)
            ?? bracketBreach(of: intent, mark)
    }

    private func quantityBreach(of intent: OrderIntent) -> Reason? {
        let quantity = intent.quantity
        if !quantity.isPositive { return Reason(.invalidQuantity, found: quantity.double, limit: 0) }
        if quantity < minQuantity {
            return Reason(.quantityTooSmall, found: quantity.double, limit: minQuantity.double)
        }
        if !quantity.isMultiple(of: stepSize) {
            return Reason(.quantityOffStep, found: quantity.double, limit: stepSize.double)
        }
        if intent.orderType == .market, maxQuantity.isPositive, quantity > maxQuantity {
            return Reason(.quantityTooLarge, found: quantity.double, limit: maxQuantity.double)
        }
        return nil
    }

    private func priceBreach(of intent: OrderIntent, _ mark: Price) -> Reason? {
        guard intent.orderType == .limit else { return nil }
        guard let price = intent.price.present, price.isPositive else { return Reason(.noPrice) }
        if let reason = gridBreach(of: price) { return reason }
        if intent.side == .buy, price > mark.scaled(by: bandUp) {
            return Reason(.priceOutOfBand, found: price.double, limit: mark.scaled(by: bandUp).double)
        }
        if intent.side == .sell, price < mark.scaled(by: bandDown) {
            return Reason(.priceOutOfBand, found: price.double, limit: mark.scaled(by: bandDown).double)
        }
        return nil
    }

    private func notionalBreach(of intent: OrderIntent, _ mark: Price) -> Reason? {
        if intent.reduces, market == .um { return nil }
        let price = intent.orderType == .limit ? intent.price : mark
        let notional = intent.quantity.notional(at: price) ?? .zero
        return notional < minNotional
            ? Reason(.orderTooSmall, found: notional.double, limit: minNotional.double) : nil
    }

    /// Stop and target of an entry: on the grid, and on their side of the market (Binance's -2021: it
    /// would trigger at once).
    private func bracketBreach(of intent: OrderIntent, _ mark: Price) -> Reason? {
        guard !intent.reduces else { return nil }
        let isLong = intent.side == .buy
        if let stop = intent.stopLoss.present {
            if let reason = gridBreach(of: stop) { return reason }
            if isLong ? stop >= mark : stop <= mark {
                return Reason(.incoherentStop, found: stop.double, limit: mark.double)
            }
        }
        if let target = intent.takeProfit.present {
            if let reason = gridBreach(of: target) { return reason }
            if isLong ? target <= mark : target >= mark {
                return Reason(.incoherentTarget, found: target.double, limit: mark.double)
            }
        }
        return nil
    }

    private func gridBreach(of price: Price) -> Reason? {
        guard price.isPositive, price.isMultiple(of: tickSize) else {
            return Reason(.priceOffTick, found: price.double, limit: tickSize.double)
        }
        guard price < minPrice || price > maxPrice else { return nil }
        let bound = price < minPrice ? minPrice : maxPrice
        return Reason(.priceOutOfBand, found: price.double, limit: bound.double)
    }
}
