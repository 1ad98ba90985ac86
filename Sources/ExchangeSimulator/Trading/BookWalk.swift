import Market
import Matching

/// What a taker meets in a book, the best price first, without what its own account has there.
struct BookWalk {
    private(set) var levels: [BookLevel]

    init(_ book: LimitBook, _ taker: Side, upTo limit: Price? = nil, without own: [BookLevel]) {
        levels = book.levels(taker.opposite)
        if let limit {
            levels.removeAll { taker == .buy ? $0.price > limit : $0.price < limit }
        }
        guard !own.isEmpty else { return }
        for level in own {
            guard let place = levels.firstIndex(where: { $0.price == level.price }) else { continue }
            levels[place].quantity -= min(level.quantity, levels[place].quantity)
        }
        levels.removeAll { !$0.quantity.isPositive }
    }

    /// How much there is, up to what can be counted.
    var total: Quantity {
        levels.reduce(Quantity.zero) { sum, level in
            let (raw, overflow) = sum.raw.addingReportingOverflow(level.quantity.raw)
            return Quantity(raw: overflow ? .max : raw)
        }
    }

    /// What a quantity costs, or all that there is of it; `nil` where that is no amount.
    func cost(of quantity: Quantity) -> Money? {
        var (left, sum) = (quantity, Money.zero)
        for level in levels where left.isPositive {
            let part = min(left, level.quantity)
            guard let value = part.notional(at: level.price, .up) else { return nil }
            let (raw, overflow) = sum.raw.addingReportingOverflow(value.raw)
            guard !overflow else { return nil }
            sum = Money(raw: raw)
            left -= part
        }
        return sum
    }

    /// How much comes to no more than an amount.
    func quantity(for amount: Money) -> Quantity {
        var (left, sum) = (amount, Quantity.zero)
        for level in levels where left.isPositive {
            let value = level.quantity.notional(at: level.price, .up) ?? Money(raw: .max)
            let isWhole = value <= left
            let part = isWhole ? level.quantity : left.quantity(at: level.price, .down) ?? .zero
            let (raw, overflow) = sum.raw.addingReportingOverflow(part.raw)
            sum = Quantity(raw: overflow ? .max : raw)
            left -= isWhole ? value : left
        }
        return sum
    }

    /// The price of the last of a quantity; `nil` where there is nothing.
    func worst(of quantity: Quantity) -> Price? {
        var left = quantity
        for level in levels {
            left -= min(left, level.quantity)
            if !left.isPositive { return level.price }
        }
        return levels.last?.price
    }
}
