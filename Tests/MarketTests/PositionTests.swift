import Market
import TestSupport
import Testing

@Suite struct PositionTests {
    @Test func `cash plus position value is conserved by every fill`() {
        for seed in UInt64(1)...300 {
            var generator = SeededGenerator(seed: seed)
            var position = Position()
            var cash = 0.0
            for step in 1...50 {
                let side = generator.once(in: 2) ? Side.buy : .sell
                let quantity = Quantity(raw: Int64.random(in: 1...500_000_000, using: &generator))
                let price = Price(raw: Int64.random(in: 1_000_000...1_000_000_000_000, using: &generator))
                cash -= Double(side.sign) * quantity.double * price.double
                position.apply(side, quantity, at: price)
                // Whoever marks at this price sees: cash + value = realised + unrealised.
                let wealth = cash + position.quantity.double * price.double
                let books = position.realisedPnL.double + position.unrealisedPnL(at: price).double
                // The average entry price is kept to 1e-8: half of it on 250 units in each of the steps.
                #expect(abs(wealth - books) < 1e-4, "seed \(seed) step \(step)")
                #expect(position.isFlat == position.entryPrice.isZero, "seed \(seed) step \(step)")
            }
        }
    }

    @Test func `a larger fill closes and opens the rest at its price`() {
        var position = Position()
        #expect(position.apply(.buy, Quantity(2), at: Price(100)) == .zero)
        #expect(position.apply(.buy, Quantity(2), at: Price(110)) == .zero)
        #expect(position.entryPrice == Price(105) && position.side == .buy)
        #expect(position.apply(.sell, Quantity(1), at: Price(115)) == Money(10))
        #expect(position.entryPrice == Price(105))
        #expect(position.apply(.sell, Quantity(5), at: Price(95)) == Money(-30))
        #expect(position.quantity == Quantity(-2) && position.entryPrice == Price(95) && position.side == .sell)
        #expect(position.unrealisedPnL(at: Price(90)) == Money(10) && position.exposure(at: Price(90)) == Money(180))
        position.apply(.buy, Quantity(2), at: Price(90))
        #expect(position.isFlat && position.side == nil && position.realisedPnL == Money(-10))
    }
}
