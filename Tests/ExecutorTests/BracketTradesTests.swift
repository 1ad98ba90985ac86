import Market
import Messages
import Testing

@testable import Executor

/// What each signal holds, what of it can be closed, and which trades have stops of their own.
@Suite struct BracketTradesTests {
    private static let symbol = SymbolID(0)
    /// Spot's filters: lots of 0.00001 BTC, orders of 5 USDT and more.
    static let pairs = InstrumentTable([
        Instrument(
            name: "BTC/USDT", market: .spot, tickSize: Price(raw: 1_000_000), stepSize: Quantity(raw: 1000),
            minQuantity: Quantity(raw: 1000), maxQuantity: Quantity(100), minNotional: Money(5))
    ])

    /// Trades of these quantities (hundred-millionths), each with a stop or without one.
    private func trades(_ rows: [(quantity: Int64, stop: Int?)], _ layout: BracketLayout = .together) -> BracketTrades {
        var trades = BracketTrades(Self.pairs, layout)
        for (number, row) in rows.enumerated() {
            let place = trades.place(of: Label(clipping: "s\(number)"), Self.symbol, closing: .sell)
            trades[place].quantity = Quantity(raw: row.quantity)
            if let stop = row.stop { trades[place].stop.price = Price(stop) }
        }
        return trades
    }

    @Test func `what is worth less than the smallest order at the last price is dust where stop and target are one list`() {
        var together = trades([(8_999, nil), (4_999, nil), (999, nil)])
        let lots = { (trades: BracketTrades) in trades.rows.indices.map { trades.closable($0).raw } }
        // While no price is known lots count alone.
        #expect(lots(together) == [8000, 4000, 0])
        together.mark(Self.symbol, at: Price(100_000))
        #expect(lots(together) == [8000, 0, 0])
        together.mark(Self.symbol, at: Price(50_000))
        #expect(lots(together) == [0, 0, 0])
        together.mark(Self.symbol, at: .zero)
        #expect(lots(together) == [8000, 4000, 0])
        var apart = trades([(8_999, nil), (4_999, nil), (999, nil)], .apart)
        apart.mark(Self.symbol, at: Price(50_000))
        #expect(lots(apart) == [8000, 4000, 0])
    }

    @Test func `what exits are to sell can't be closed otherwise, and a stop is laid for what is worth enough at its price`() {
        var trades = trades([(20_000, 90_000), (5_400, 90_000)])
        trades.mark(Self.symbol, at: Price(100_000))
        #expect(trades.closable(0, less: Quantity(raw: 11_500)).raw == 8000)
        #expect(trades.closable(0, less: Quantity(raw: 15_500)).isZero && trades.closable(0, less: Quantity(raw: 30_000)).isZero)
        // 5 USDT at the market, 4.5 at its stop: the exchange would refuse that.
        #expect(trades.closable(1).isZero)
    }

    @Test func `dust without a stop is no alarm`() {
        var trades = trades([(4_000, 99_000), (4_000, nil), (80_000, 99_000)])
        for place in 0..<3 { trades[place].stop.losses = 3 }
        trades[1].isBareTold = true
        trades.mark(Self.symbol, at: Price(100_000))
        #expect(trades.alarm(of: 0) == nil && trades.alarm(of: 1) == nil)
        #expect(trades.alarm == Reason(.stopNotResting, found: 3, limit: 99_000))
        trades[2].quantity = .zero
        #expect(trades.alarm == nil)
        // At another price it is more than dust.
        trades.mark(Self.symbol, at: Price(130_000))
        #expect(trades.alarm == BracketTrade.bare)
    }

    @Test func `the sixth trade is protected with the one whose stop is nearest`() {
        var trades = trades((0..<6).map { (100_000, 90_000 + 1000 * $0) })
        trades[5].stop.price = Price(91_900)
        trades.join(5)
        #expect(trades.rows.map(\.quantity.raw) == [100_000, 100_000, 200_000, 100_000, 100_000, 0])
        let changes = trades.rows.map(\.changes)
        trades.join(5)
        #expect(trades.rows.map(\.changes) == changes)
    }

    @Test func `neither dust nor what has no stop takes a stop's place, or takes another trade on`() {
        var trades = trades([(100_000, 90_000), (100_000, 91_000), (100_000, 92_000), (100_000, 93_000), (4_000, 94_000), (100_000, nil), (100_000, 94_000)])
        trades.mark(Self.symbol, at: Price(100_000))
        let before = trades.rows.map(\.quantity)
        for place in [0, 5, 6] { trades.join(place) }
        #expect(trades.rows.map(\.quantity) == before)
        // Beside five stops dust is protected with the nearest.
        trades.join(4)
        #expect(trades.rows.map(\.quantity.raw) == [100_000, 100_000, 100_000, 100_000, 0, 100_000, 104_000])
        // With a sixth there is no place for it; a trade that has none stays as it is.
        trades[4].quantity = Quantity(raw: 100_000)
        trades.join(5)
        trades.join(4)
        #expect(trades.rows.map(\.quantity.raw) == [100_000, 100_000, 100_000, 100_000, 0, 100_000, 204_000])
    }

    @Test func `which of its prices is the nearer one is known by the last price`() {
        var trades = trades([(100_000, 90_000)])
        trades[0].target.price = Price(110_000)
        #expect(!trades.isNearTarget(0))
        for (last, isNear) in [(110_500, true), (109_900, true), (100_000, false), (90_100, false), (89_000, false)] {
            trades.mark(Self.symbol, at: Price(last))
            #expect(trades.isNearTarget(0) == isNear, "\(last)")
        }
    }
}
