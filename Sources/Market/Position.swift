/// A netted position in one symbol: positive quantity is long, negative short.
@frozen public struct Position: BitwiseCopyable, Sendable, Hashable {
    public var quantity: Quantity
    /// Average entry price; zero while flat.
    public var entryPrice: Price
    /// Profit and loss closed since the position's books began, before fees.
    public var realisedPnL: Money

    public init(quantity: Quantity = .zero, entryPrice: Price = .zero, realisedPnL: Money = .zero) {
        self.quantity = quantity
        self.entryPrice = entryPrice
        self.realisedPnL = realisedPnL
    }

    /// Whether there is no position.
    public var isFlat: Bool { quantity.isZero }
    /// The side that opened it; `nil` while flat.
    public var side: Side? { isFlat ? nil : (quantity.isPositive ? .buy : .sell) }

    /// Books a fill and answers the profit it closed.
    ///
    /// Increase: entry = (q·entry + dq·p)/(q+dq). Decrease: realised = s·dq·(p − entry), entry stays.
    /// A fill larger than the position closes it and opens the rest at the fill's price.
    @discardableResult
    public mutating func apply(_ side: Side, _ filled: Quantity, at price: Price) -> Money {
        let signed = Quantity(raw: side.sign * filled.raw)
        guard !isFlat, (quantity.raw > 0) != (signed.raw > 0) else {
            enlarge(by: signed, at: price)
            return .zero
        }
        let closing = min(filled, quantity.magnitude)
        let move = Price(raw: (quantity.isPositive ? 1 : -1) * (price.raw - entryPrice.raw))
        let profit = closing.notional(at: move) ?? .zero
        realisedPnL += profit
        quantity += Quantity(raw: side.sign * closing.raw)
        if isFlat { entryPrice = .zero }
        let rest = filled - closing
        if rest.isPositive { enlarge(by: Quantity(raw: side.sign * rest.raw), at: price) }
        return profit
    }

    private mutating func enlarge(by signed: Quantity, at price: Price) {
        let total = quantity + signed
        if isFlat {
            entryPrice = price
        } else if !total.isZero {
            let moved = multiplyDivide(price.raw - entryPrice.raw, signed.raw, by: total.raw, .nearest) ?? 0
            entryPrice = Price(raw: entryPrice.raw + moved)
        }
        quantity = total
    }

    /// Profit not yet closed at a mark price.
    public func unrealisedPnL(at mark: Price) -> Money {
        quantity.notional(at: Price(raw: mark.raw - entryPrice.raw)) ?? .zero
    }

    /// The position's absolute value at a mark price.
    public func exposure(at mark: Price) -> Money { quantity.magnitude.notional(at: mark) ?? .zero }
}
