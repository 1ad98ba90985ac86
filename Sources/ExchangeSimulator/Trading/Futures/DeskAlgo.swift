import Exchanges
import Market

/// A conditional order as the exchange keeps it.
struct DeskAlgo: Sendable {
    /// What it tells of it.
    var shown: PrintedAlgo
    let account: Int
    let symbol: Int
    /// A trailing one's best price since it was activated.
    var extreme = Price.zero

    /// Takes note of a price; answers whether it fires, and whether it was activated by it.
    mutating func notice(last: Price, mark: Price, protect: Price) -> (fires: Bool, isActivated: Bool) {
        let price = shown.working == .mark ? mark : last
        let result = shown.type == .trailingStopMarket ? trail(price) : (isReached(price), false)
        guard result.0, shown.isProtected, mark.isPositive else { return result }
        let apart = abs(last.raw - mark.raw)
        let share = multiplyDivide(apart, fixedPointScale, by: mark.raw, .nearest) ?? .max
        return (share <= protect.raw, result.1)
    }

    /// Whether a price is where it waits for.
    func isReached(_ price: Price) -> Bool {
        let isUp = (shown.side == .buy) == shown.type.isStop
        return isUp ? price >= shown.trigger : price <= shown.trigger
    }

    private mutating func trail(_ price: Price) -> (Bool, Bool) {
        let isSell = shown.side == .sell
        var isNew = false
        if !shown.isActivated {
            let start = shown.activation
            guard start.isZero || (isSell ? price >= start : price <= start) else { return (false, false) }
            (shown.isActivated, isNew) = (true, true)
            extreme = price
        }
        extreme = isSell ? max(extreme, price) : min(extreme, price)
        let whole = 100 * fixedPointScale
        let share = whole + (isSell ? -shown.callback.raw : shown.callback.raw)
        guard let limit = multiplyDivide(extreme.raw, share, by: whole, .nearest) else {
            return (false, isNew)
        }
        return (isSell ? price.raw <= limit : price.raw >= limit, isNew)
    }
}
