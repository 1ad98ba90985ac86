import Market
import Messages

/// One symbol's row of the portfolio.
@frozen public struct SymbolView: BitwiseCopyable, Sendable, Hashable {
    /// Signed quantity held, base asset.
    public var position = Quantity.zero
    /// Average price at which it was entered, USDT; zero where it is not known.
    public var entryPrice = Price.zero
    /// Of the stops that rest for it the one that is met last, USDT; absent where none is known.
    public var lastStop = Price.absent
    /// Last price seen, USDT.
    public var mark = Price.zero
    /// Value of buys and sells that may still open something: reservations and open entry orders, USDT.
    public var pendingBuy = Money.zero
    public var pendingSell = Money.zero
    /// Profit since 00:00 UTC, USDT; negative is a loss.
    public var dayPnL = Money.zero
    /// L3's largest net exposure, fraction of equity; infinite where L3 has set none.
    public var netExposure = Double.infinity

    public init() {}

    /// Value of the position and of what is pending, USDT: both sides count.
    public var exposure: Money { held + pendingBuy + pendingSell }
    /// Value of the position alone, USDT.
    public var held: Money { position.magnitude.notional(at: mark) ?? .zero }
    /// Whether anything is open or reserved.
    public var isOpen: Bool { !position.isZero || pendingBuy.isPositive || pendingSell.isPositive }

    /// Notes a stop that rests to close what is held by an order of `side`: of several the last one counts.
    public mutating func note(stop price: Price, closingBy side: Side) {
        guard let last = lastStop.present else { return lastStop = price }
        lastStop = side == .sell ? min(last, price) : max(last, price)
    }

    /// Value held or pending on one side, USDT.
    public func exposure(on side: Side) -> Money {
        let isHeld = side == .buy ? position.raw > 0 : position.raw < 0
        return (isHeld ? held : .zero) + (side == .buy ? pendingBuy : pendingSell)
    }
}
