import Market
import Matching

/// The book that is made up where none was recorded.
///
/// The best bid and ask lie a tick apart. Behind them the levels lie on a grid of prices of the pair's own,
/// so that most stay where they are when the price moves. What a level holds hangs on its price and on the
/// time alone, and changes every ten seconds, each level at its own second; on average it is worth
/// `MarketModel.levelValue`.
struct QuoteModel: Sendable {
    private static let epoch = TimeSpan.seconds(10)

    private let tick: Price
    private let step: Quantity
    private let model: MarketModel
    private let seed: UInt64
    /// The grid, from the first price that was seen.
    private var grid = Price.zero
    /// What was quoted last, best first.
    private(set) var bids: [BookLevel] = []
    private(set) var asks: [BookLevel] = []

    init(_ instrument: Instrument, _ model: MarketModel, seed: UInt64) {
        (tick, step) = (max(instrument.tickSize, Price(raw: 1)), max(instrument.stepSize, Quantity(raw: 1)))
        (self.model, self.seed) = (model, seed)
    }

    /// Moves the quotes to a bid and an ask, and answers what is to be quoted then: first all that is less,
    /// then all that is more, so that nothing crosses on the way. `extra` stands at the best level of a side
    /// besides, for a trade that is about to take it.
    mutating func move(
        bid: Price, ask: Price, extra: Quantity, for taker: Side, at time: Timestamp
    ) -> [LevelChange] {
        if grid.isZero {
            grid = max(tick, ask.scaled(by: model.levelSpacing / 10_000).rounded(to: tick, .nearest))
        }
        let newBids = levels(.buy, from: bid, extra: taker == .sell ? extra : .zero, at: time)
        let newAsks = levels(.sell, from: ask, extra: taker == .buy ? extra : .zero, at: time)
        var changes: [LevelChange] = []
        for isMore in [false, true] {
            Self.differences(bids, newBids, isMore, isBefore: >) {
                changes.append(LevelChange(.buy, $0.price, $0.quantity))
            }
            Self.differences(asks, newAsks, isMore, isBefore: <) {
                changes.append(LevelChange(.sell, $0.price, $0.quantity))
            }
        }
        (bids, asks) = (newBids, newAsks)
        return changes
    }

    /// A trade of the market took so much from the best level of a side.
    mutating func took(_ quantity: Quantity, from side: Side) {
        if side == .buy, !bids.isEmpty { bids[0].quantity -= min(quantity, bids[0].quantity) }
        if side == .sell, !asks.isEmpty { asks[0].quantity -= min(quantity, asks[0].quantity) }
    }

    /// Somebody took so much from the level of a price.
    mutating func took(_ quantity: Quantity, at price: Price, from side: Side) {
        if side == .buy, let place = bids.firstIndex(where: { $0.price == price }) {
            bids[place].quantity -= min(quantity, bids[place].quantity)
        }
        if side == .sell, let place = asks.firstIndex(where: { $0.price == price }) {
            asks[place].quantity -= min(quantity, asks[place].quantity)
        }
    }

    private func levels(_ side: Side, from best: Price, extra: Quantity, at time: Timestamp) -> [BookLevel] {
        guard best.isPositive else { return [] }
        var levels = [BookLevel(price: best, quantity: quantity(at: best, side, time) + extra)]
        levels.reserveCapacity(model.levels)
        var price = best.rounded(to: grid, side == .buy ? .down : .up)
        if price == best { price += side == .buy ? -grid : grid }
        while levels.count < model.levels, price.isPositive {
            levels.append(BookLevel(price: price, quantity: quantity(at: price, side, time)))
            price += side == .buy ? -grid : grid
        }
        return levels
    }

    private func quantity(at price: Price, _ side: Side, _ time: Timestamp) -> Quantity {
        let own = SplitMix64.mix(seed ^ UInt64(bitPattern: price.raw) &* SplitMix64.step)
        let phase = Int64(own & 0xFFFF) * Self.epoch.nanoseconds / 0x10000
        let turn = UInt64((time.nanoseconds + phase) / Self.epoch.nanoseconds)
        let share = 0.5 + Double(SplitMix64.mix(own ^ turn) >> 11) / Double(1 << 53)
        let wanted = Quantity(model.levelValue * share / price.double) ?? .zero
        return max(step, wanted.rounded(to: step, .down))
    }

    /// What of `new` is more than in `old`, or what of `old` is less in `new`; both lists best first.
    private static func differences(
        _ old: [BookLevel], _ new: [BookLevel], _ isMore: Bool, isBefore: (Price, Price) -> Bool,
        _ tell: (BookLevel) -> Void
    ) {
        var place = 0
        for level in new {
            while place < old.count, isBefore(old[place].price, level.price) {
                if !isMore { tell(BookLevel(price: old[place].price)) }
                place += 1
            }
            var had = Quantity.zero
            if place < old.count, old[place].price == level.price {
                had = old[place].quantity
                place += 1
            }
            if isMore ? level.quantity > had : level.quantity < had { tell(level) }
        }
        guard !isMore else { return }
        for level in old[place...] { tell(BookLevel(price: level.price)) }
    }
}
