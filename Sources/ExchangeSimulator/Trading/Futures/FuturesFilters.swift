import Exchanges
import Market

/// The filters of a contract, as `exchangeInfo` tells them, held against an order.
struct FuturesFilters {
    let listing: ListedSymbol
    let mark: Price

    func price(_ price: Price, _ side: Side) throws(ExchangeError) {
        try onGrid(price)
        let instrument = listing.instrument
        if side == .buy, price > mark.scaled(by: instrument.priceBandUp) { throw .overBand }
        if side == .sell, price < mark.scaled(by: instrument.priceBandDown) { throw .underBand }
    }

    /// A price that need not lie near the mark.
    func onGrid(_ price: Price) throws(ExchangeError) {
        let instrument = listing.instrument
        guard price <= min(instrument.maxPrice, Price(1_000_000_000)) else { throw .priceTooLarge }
        guard Self.has(price, decimals: listing.pricePrecision) else { throw .futuresPrecision }
        guard price >= max(instrument.minPrice, instrument.tickSize) else { throw .priceTooSmall }
        guard price.isMultiple(of: instrument.tickSize) else { throw .priceTick }
    }

    func quantity(_ quantity: Quantity, isMarket: Bool) throws(ExchangeError) {
        let instrument = listing.instrument
        guard quantity.isPositive else { throw .quantityZero }
        let most = isMarket ? instrument.maxQuantity : listing.maxLimitQuantity
        guard quantity <= most else { throw .quantityTooLarge }
        guard Self.has(quantity, decimals: listing.quantityPrecision) else { throw .futuresPrecision }
        guard quantity >= instrument.minQuantity else { throw .quantityTooSmall }
        guard quantity.isMultiple(of: instrument.stepSize) else { throw .quantityStep }
    }

    func notional(_ quantity: Quantity, at price: Price) throws(ExchangeError) {
        let least = listing.instrument.minNotional
        guard let value = quantity.notional(at: price, .down) else { throw .positionTooLarge }
        guard value >= least else { throw .notionalTooSmall(least.description) }
    }

    private static func has(_ value: some FixedPoint, decimals: Int) -> Bool {
        let step = (0..<max(0, 8 - decimals)).reduce(Int64(1)) { power, _ in power * 10 }
        return value.raw % step == 0
    }
}
