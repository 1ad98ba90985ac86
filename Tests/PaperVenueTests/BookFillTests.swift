import Configuration
import Market
import Matching
import Messages
import Stages
import TestSupport
import Testing

@testable import PaperVenue

/// The venue where orders queue in the market's book (`paper.fill`).
@Suite struct BookFillTests {
    private static let start = Timestamp(nanoseconds: 1_746_316_800_000_000_000)

    private static func settings(_ fill: FillRule) -> Settings {
        var settings = Settings.standard
        settings.paper.fill = fill
        return settings
    }

    private func limit(
        _ signal: String, _ quantity: Int, at price: Int, target: Int? = nil
    ) -> OrderIntent {
        var intent = OrderIntent()
        intent.clientOrderID = ClientOrderID(signal: Label(clipping: signal), leg: 1)
        (intent.symbol, intent.quantity) = (SymbolID(0), Quantity(quantity))
        (intent.orderType, intent.price) = (.limit, Price(price))
        intent.stopLoss = Price(99_000)
        intent.takeProfit = target.map { Price($0) } ?? .absent
        intent.expires = Self.start + .minutes(1)
        return intent
    }

    @discardableResult
    private func feed(_ venue: inout PaperVenueStage, _ milliseconds: Int64, _ input: Input) -> [VenueEvent] {
        let said = venue.effects(of: Envelope(input, at: Self.start + .milliseconds(milliseconds))).published
        return said.compactMap { if case .venueEvent(let event) = $0 { event } else { nil } }
    }

    private func place(_ venue: inout PaperVenueStage, _ milliseconds: Int64, _ intent: OrderIntent) {
        feed(&venue, milliseconds, .request(RequestID(intent.clientOrderID, .place), .place(intent)))
    }

    private func book(
        _ venue: inout PaperVenueStage, _ time: Int64, bids: [(Int, Int)], asks: [(Int, Int)],
        isSnapshot: Bool = false
    ) -> [VenueEvent] {
        var events: [VenueEvent] = []
        for (side, levels) in [(Side.buy, bids), (.sell, asks)] {
            var depth = Depth()
            (depth.symbol, depth.side, depth.isSnapshot) = (SymbolID(0), side, isSnapshot)
            (depth.isFirst, depth.isLast) = (side == .buy, side == .sell)
            for level in levels {
                _ = depth.levels.append(BookLevel(price: Price(level.0), quantity: Quantity(level.1)))
            }
            events += feed(&venue, time, .message(.depth(depth))).filter { $0.kind == .filled }
        }
        return events
    }

    private func trade(
        _ venue: inout PaperVenueStage, _ time: Int64, _ price: Int, _ quantity: Int, isSale: Bool = true
    ) -> [VenueEvent] {
        var trade = Trade()
        (trade.symbol, trade.price, trade.quantity) = (SymbolID(0), Price(price), Quantity(quantity))
        trade.buyerIsMaker = isSale
        return feed(&venue, time, .message(.trade(trade))).filter { $0.kind == .filled }
    }

    private func venue(_ fill: FillRule = .book) -> PaperVenueStage {
        var venue = PaperVenueStage(settings: Self.settings(fill))
        _ = book(&venue, 0, bids: [(100_000, 5)], asks: [(100_010, 5)], isSnapshot: true)
        return venue
    }

    @Test func `a limit order waits for all that was ahead of it, and is filled in parts as a maker`() {
        var venue = venue()
        place(&venue, 10, limit("a", 4, at: 100_000))
        #expect(book(&venue, 100, bids: [], asks: []).isEmpty)
        #expect(trade(&venue, 200, 100_000, 3).isEmpty)
        let first = trade(&venue, 300, 100_000, 3)
        #expect(first.map(\.quantity) == [Quantity(1)] && first.first?.price == Price(100_000))
        #expect(first.first?.isMaker == true && first.first?.purpose == .entry)
        #expect(trade(&venue, 400, 100_000, 9).map(\.quantity) == [Quantity(3)])
        #expect(venue.symbols[0].position.quantity == Quantity(4))
    }

    /// The same market under both rules: what is shown gives more, and sooner.
    @Test func `the figure moves with the rule`() {
        func filled(_ fill: FillRule) -> Quantity {
            var venue = venue(fill)
            place(&venue, 10, limit("a", 4, at: 100_000))
            _ = book(&venue, 100, bids: [], asks: [])
            _ = trade(&venue, 200, 99_990, 7)
            return venue.symbols[0].position.quantity
        }
        #expect(filled(.shown) == Quantity(4), "a trade went through the price")
        #expect(filled(.book) == Quantity(2), "five of its seven were ahead")
    }

    @Test func `a market order walks the book once, and what it took stays taken`() {
        var venue = venue()
        var order = limit("a", 7, at: 1)
        (order.orderType, order.price) = (.market, .absent)
        place(&venue, 10, order)
        let fills = book(&venue, 100, bids: [], asks: [(100_020, 1)])
        #expect(fills.map(\.price) == [Price(100_010), Price(100_020)])
        #expect(fills.map(\.quantity) == [Quantity(5), Quantity(1)])
        #expect(book(&venue, 200, bids: [], asks: [(100_010, 5)]).isEmpty, "the level told again")
        #expect(book(&venue, 300, bids: [], asks: [(100_010, 6)]).map(\.quantity) == [Quantity(1)])
    }

    @Test func `a target queues as well, from the fill of its entry on`() {
        var venue = venue()
        var order = limit("a", 2, at: 1, target: 100_020)
        (order.orderType, order.price) = (.market, .absent)
        place(&venue, 10, order)
        #expect(book(&venue, 100, bids: [], asks: [(100_020, 3)]).count == 1)
        #expect(book(&venue, 200, bids: [], asks: [(100_020, 9)]).isEmpty)
        #expect(trade(&venue, 300, 100_020, 6, isSale: false).isEmpty, "three at 100010, three ahead")
        let sold = trade(&venue, 400, 100_020, 1, isSale: false)
        #expect(sold.map(\.purpose) == [.target] && sold.first?.quantity == Quantity(1))
        #expect(venue.rows.filter { $0.isBracket }.allSatisfy { $0.order.intent.quantity == Quantity(1) })
    }

    @Test func `orders of ours never meet each other, and one that is cancelled gives its place up`() {
        var venue = venue()
        place(&venue, 10, limit("a", 2, at: 100_005))
        place(&venue, 20, limit("b", 2, at: 100_005))
        #expect(book(&venue, 100, bids: [], asks: []).isEmpty)
        var cancel = CancelOrder()
        (cancel.clientOrderID, cancel.symbol) = (ClientOrderID(signal: "a", leg: 1), SymbolID(0))
        feed(&venue, 150, .request(RequestID(cancel.clientOrderID, .venueCancel), .venueCancel(cancel)))
        let fills = trade(&venue, 200, 100_005, 1)
        #expect(fills.map(\.clientOrderID.signal) == ["b"])
        var exit = limit("c", 1, at: 1)
        (exit.orderType, exit.side, exit.purpose, exit.price) = (.market, .sell, .exit, .absent)
        exit.stopLoss = .absent
        place(&venue, 210, exit)
        let sold = book(&venue, 300, bids: [], asks: [])
        #expect(sold.map(\.price) == [Price(100_000)], "b still bids 100005")
    }

    @Test func `without a book nothing is filled: neither on quotes, nor trades, nor candles`() {
        var venue = PaperVenueStage(settings: Self.settings(.book))
        var ticker = Ticker()
        (ticker.symbol, ticker.last, ticker.bid, ticker.ask) = (
            SymbolID(0), Price(100_000), Price(100_000), Price(100_001)
        )
        (ticker.bidQuantity, ticker.askQuantity) = (Quantity(9), Quantity(9))
        feed(&venue, 0, .message(.ticker(ticker)))
        var order = limit("a", 1, at: 1)
        (order.orderType, order.price) = (.market, .absent)
        place(&venue, 10, order)
        #expect(feed(&venue, 100, .message(.ticker(ticker))).isEmpty)
        #expect(trade(&venue, 200, 100_000, 9).isEmpty)
        #expect(venue.rows.count == 1)
        _ = book(&venue, 300, bids: [(100_000, 5)], asks: [(100_010, 5)], isSnapshot: true)
        #expect(venue.symbols[0].position.quantity == Quantity(1))
    }

    @Test func `after a book that was lost all stand before what rests`() {
        var venue = venue()
        place(&venue, 10, limit("a", 4, at: 100_000))
        _ = book(&venue, 100, bids: [], asks: [])
        #expect(trade(&venue, 200, 100_000, 6).map(\.quantity) == [Quantity(1)])
        _ = book(&venue, 300, bids: [], asks: [], isSnapshot: true)
        #expect(trade(&venue, 400, 100_000, 9).isEmpty)
        #expect(book(&venue, 500, bids: [(100_000, 2)], asks: [(100_010, 5)], isSnapshot: true).isEmpty)
        #expect(trade(&venue, 600, 100_000, 2).isEmpty)
        #expect(trade(&venue, 700, 100_000, 2).map(\.quantity) == [Quantity(2)])
    }

    @Test func `saved and restored amid a queue it goes on alike`() throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            var random = SeededGenerator(seed: seed)
            var venue = venue()
            var other = venue
            var volume = Quantity.zero
            var bought = Quantity.zero
            for step in 1...80 as ClosedRange<Int64> {
                if random.once(in: 10) {
                    let price = 100_000 - Int.random(in: 0...3, using: &random)
                    place(&venue, step * 100, limit("o\(step)", 3, at: price))
                    place(&other, step * 100, limit("o\(step)", 3, at: price))
                }
                if random.once(in: 5) {
                    other = try PaperVenueStage(settings: Self.settings(.book)).restored(from: venue.saved)
                }
                let size = Int.random(in: 0...9, using: &random)
                let price = 100_000 - Int.random(in: 0...3, using: &random)
                if random.once(in: 2) {
                    let fills = trade(&venue, step * 100 + 60, price, size + 1)
                    #expect(trade(&other, step * 100 + 60, price, size + 1) == fills, "seed \(seed)")
                    volume += Quantity(size + 1)
                    bought += fills.reduce(.zero) { $0 + $1.quantity }
                    #expect(fills.allSatisfy { $0.isMaker && $0.price >= Price(price) }, "seed \(seed)")
                } else {
                    let fills = book(&venue, step * 100 + 60, bids: [(price, size)], asks: [])
                    #expect(book(&other, step * 100 + 60, bids: [(price, size)], asks: []) == fills)
                    #expect(fills.isEmpty, "no ask came to them: seed \(seed)")
                }
                #expect(venue.rows.map(\.order.intent.clientOrderID) == other.rows.map(\.order.intent.clientOrderID), "step \(step) of seed \(seed)")
            }
            #expect(bought <= volume && bought == venue.symbols[0].position.quantity, "seed \(seed)")
        }
    }
}
