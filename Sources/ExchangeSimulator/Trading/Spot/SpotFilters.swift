import Exchanges
import Market

/// The filters of spot, as `exchangeInfo` tells them, held against an order.
struct SpotFilters {
    let listing: ListedSymbol
    /// The average price, which stands for a market order's.
    let reference: Price?

    private static let mostNotional = Money(9_000_000)
    private static let trailing: ClosedRange<Int64> = 10...2000

    /// Throws the first filter that an order fails.
    func check(_ draft: SpotDraft) throws(ExchangeError) {
        try quantity(draft)
        if draft.hasPrice { try price(draft) }
        if draft.stopPrice.isPositive {
            guard isOnGrid(draft.stopPrice) else { throw .filter("PRICE_FILTER") }
        } else if draft.type.waits, draft.trailing == 0 {
            throw ExchangeError(-1013, "Invalid stopPrice.")
        }
        if draft.trailing > 0, !Self.trailing.contains(draft.trailing) { throw .filter("TRAILING_DELTA") }
        if draft.iceberg.isPositive { try iceberg(draft) }
        try notional(draft)
    }

    private func quantity(_ draft: SpotDraft) throws(ExchangeError) {
        guard draft.spend.isZero else { return }
        let instrument = listing.instrument
        guard draft.quantity.isPositive else { throw .invalidQuantity }
        guard draft.quantity >= instrument.minQuantity, draft.quantity <= listing.maxLimitQuantity,
            draft.quantity.isMultiple(of: instrument.stepSize)
        else { throw .filter("LOT_SIZE") }
        let isAtMarket = draft.type == .market || draft.type == .stopLoss || draft.type == .takeProfit
        if isAtMarket, draft.quantity > instrument.maxQuantity { throw .filter("MARKET_LOT_SIZE") }
    }

    private func isOnGrid(_ price: Price) -> Bool {
        let instrument = listing.instrument
        return price >= max(instrument.minPrice, instrument.tickSize)
            && price <= min(instrument.maxPrice, Price(1_000_000_000))
            && price.isMultiple(of: instrument.tickSize)
    }

    private func price(_ draft: SpotDraft) throws(ExchangeError) {
        guard draft.price.isPositive else { throw .invalidPrice }
        guard isOnGrid(draft.price) else { throw .filter("PRICE_FILTER") }
        guard let reference else { return }
        let instrument = listing.instrument
        guard draft.price <= reference.scaled(by: instrument.priceBandUp),
            draft.price >= reference.scaled(by: instrument.priceBandDown)
        else { throw .filter("PERCENT_PRICE_BY_SIDE") }
    }

    private func iceberg(_ draft: SpotDraft) throws(ExchangeError) {
        let instrument = listing.instrument
        guard draft.iceberg >= instrument.minQuantity, draft.iceberg.isMultiple(of: instrument.stepSize)
        else {
            throw .filter("LOT_SIZE")
        }
        guard draft.iceberg <= draft.quantity else { throw .icebergTooLarge }
        let parts = (draft.quantity.raw - 1) / draft.iceberg.raw + 1
        guard parts <= 100 else { throw .filter("ICEBERG_PARTS") }
    }

    private func notional(_ draft: SpotDraft) throws(ExchangeError) {
        let least = listing.instrument.minNotional
        guard draft.spend.isZero else {
            guard draft.spend >= least else { throw .filter("NOTIONAL") }
            return
        }
        let price =
            draft.price.isPositive ? draft.price : draft.stopPrice.isPositive ? draft.stopPrice : reference
        guard let price else { return }
        guard let value = draft.quantity.notional(at: price, .down), value >= least,
            draft.type == .market || value <= Self.mostNotional
        else { throw .filter("NOTIONAL") }
    }
}
