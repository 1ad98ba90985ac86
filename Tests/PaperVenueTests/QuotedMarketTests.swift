import Configuration
import Market
import Matching
import Messages
import Stages
import TestSupport
import Testing

@testable import PaperVenue

/// The venue on ticks and books, where no candle decides.
@Suite struct QuotedMarketTests {
    private static let start = Timestamp(nanoseconds: 1_746_316_800_000_000_000)

    private func ticker(_ bid: Int, _ ask: Int, size: Int = 100) -> Message {
        var ticker = Ticker()
        ticker.symbol = SymbolID(0)
        ticker.last = Price(bid)
        ticker.bid = Price(bid)
        ticker.ask = Price(ask)
        ticker.bidQuantity = Quantity(size)
        ticker.askQuantity = Quantity(size)
        return .ticker(ticker)
    }

    private func entry(_ quantity: Int = 1) -> OrderIntent {
        var intent = OrderIntent()
        intent.clientOrderID = ClientOrderID(signal: "a", leg: 1)
        intent.symbol = SymbolID(0)
        intent.quantity = Quantity(quantity)
        intent.stopLoss = Price(99_000)
        intent.takeProfit = Price(103_000)
        intent.expires = Self.start + .minutes(1)
        return intent
    }

    /// Feeds a venue inputs at milliseconds after the start; answers its events.
    @discardableResult
    private func feed(_ venue: inout PaperVenueStage, _ milliseconds: Int64, _ input: Input) -> [VenueEvent] {
        venue.effects(of: Envelope(input, at: Self.start + .milliseconds(milliseconds))).published.compactMap
        {
            if case .venueEvent(let event) = $0 { event } else { nil }
        }
    }

    private func venue(with intent: OrderIntent) -> PaperVenueStage {
        var venue = PaperVenueStage(settings: .standard)
        feed(&venue, 0, .message(ticker(100_000, 100_001)))
        feed(&venue, 10, .request(RequestID(intent.clientOrderID, .place), .place(intent)))
        return venue
    }

    @Test func `an order meets the first quote after its latency, at the ask`() {
        var venue = venue(with: entry())
        #expect(feed(&venue, 59, .message(ticker(100_000, 100_001))).isEmpty)
        let events = feed(&venue, 60, .message(ticker(100_010, 100_011)))
        #expect(events.map(\.kind) == [.filled, .protected, .protected])
        #expect(events.first?.price == Price(100_011))
        #expect(events.map(\.eventID) == [1, 2, 3])
    }

    @Test func `what exceeds the quote waits for the next one, until the order expires`() {
        var venue = venue(with: entry(5))
        #expect(feed(&venue, 100, .message(ticker(100_000, 100_001, size: 2))).first?.quantity == Quantity(2))
        let more = feed(&venue, 200, .message(ticker(100_000, 100_005, size: 2)))
        #expect(more.map(\.quantity) == [Quantity(2), Quantity(4), Quantity(4)])
        let end = feed(&venue, 60_001, .message(ticker(100_000, 100_001, size: 2)))
        #expect(end.map(\.kind) == [.expired] && end.first?.quantity == Quantity(1))
        #expect(venue.symbols[0].position.quantity == Quantity(4))
    }

    @Test func `a trade through the stop takes what is quoted, works on, and takes the target with it`() {
        var venue = venue(with: entry(2))
        feed(&venue, 100, .message(ticker(100_000, 100_001, size: 2)))
        feed(&venue, 110, .message(ticker(99_500, 99_501, size: 1)))
        var trade = Trade()
        trade.symbol = SymbolID(0)
        trade.price = Price(98_990)
        trade.quantity = Quantity(9)
        let events = feed(&venue, 120, .message(.trade(trade)))
        #expect(events.map(\.kind) == [.filled, .cancelled])
        #expect(events.map(\.purpose) == [.stop, .target])
        #expect(events.first?.price == Price(99_500) && events.first?.quantity == Quantity(1))
        #expect(feed(&venue, 130, .message(ticker(99_500, 99_501, size: 1))).isEmpty, "the same bid again")
        let rest = feed(&venue, 140, .message(ticker(99_600, 99_601, size: 4)))
        #expect(rest.map(\.kind) == [.filled] && rest.first?.price == Price(99_600))
        #expect(rest.first?.purpose == .stop && rest.first?.isMaker == false)
        #expect(venue.rows.isEmpty && venue.symbols[0].isIdle)
    }

    private func depth(_ side: Side, _ levels: [(Int, Int)], last: Bool, isSnapshot: Bool = true) -> Message {
        var depth = Depth()
        depth.symbol = SymbolID(0)
        depth.side = side
        depth.isSnapshot = isSnapshot
        depth.isFirst = side == .buy
        depth.isLast = last
        for level in levels {
            _ = depth.levels.append(BookLevel(price: Price(level.0), quantity: Quantity(level.1)))
        }
        return .depth(depth)
    }

    @Test func `with a book, an order walks its levels and tickers alone don't fill it`() {
        var venue = PaperVenueStage(settings: .standard)
        feed(&venue, 0, .message(depth(.buy, [(100_000, 9)], last: false)))
        feed(&venue, 0, .message(depth(.sell, [(100_010, 1), (100_030, 9)], last: true)))
        feed(&venue, 10, .request(RequestID(entry(2).clientOrderID, .place), .place(entry(2))))
        #expect(feed(&venue, 100, .message(ticker(100_000, 100_001))).isEmpty)
        feed(&venue, 100, .message(depth(.buy, [(100_000, 9)], last: false)))
        let events = feed(&venue, 100, .message(depth(.sell, [(100_010, 1), (100_030, 9)], last: true)))
        let fills = events.filter { $0.kind == .filled }
        #expect(fills.map(\.price) == [Price(100_010), Price(100_030)])
        #expect(fills.map(\.quantity) == [Quantity(1), Quantity(1)])
        #expect(events.last?.kind == .protected && events.last?.quantity == Quantity(2))
    }

    @Test func `what was taken of a book stays taken until it shows something else`() {
        var venue = PaperVenueStage(settings: .standard)
        func update(_ time: Int64, asks: [(Int, Int)], isSnapshot: Bool = false) -> [VenueEvent] {
            feed(&venue, time, .message(depth(.buy, [(100_000, 9)], last: false, isSnapshot: isSnapshot)))
            return feed(&venue, time, .message(depth(.sell, asks, last: true, isSnapshot: isSnapshot)))
                .filter { $0.kind == .filled }
        }
        _ = update(0, asks: [(100_010, 3)], isSnapshot: true)
        for signal in ["a", "b", "c"] {
            var order = entry(2)
            order.clientOrderID.signal = Label(clipping: signal)
            feed(&venue, 10, .request(RequestID(order.clientOrderID, .place), .place(order)))
        }
        #expect(update(100, asks: []).map(\.quantity) == [Quantity(2), Quantity(1)])
        #expect(update(200, asks: []).isEmpty, "a diff that leaves the level unchanged")
        #expect(update(300, asks: [(100_010, 3)]).isEmpty, "the level told again")
        #expect(update(400, asks: [(100_010, 3)], isSnapshot: true).isEmpty, "a snapshot that shows the same")
        #expect(update(500, asks: [(100_010, 4)]).map(\.quantity) == [Quantity(1)], "one is new")
        #expect(update(600, asks: [(100_010, 0)]).isEmpty)
        #expect(update(700, asks: [(100_010, 3)]).map(\.quantity) == [Quantity(2)], "another level")
    }

    @Test func `a limit order takes as it arrives, and rests and makes from then on`() {
        var order = entry(5)
        (order.orderType, order.price, order.takeProfit) = (.limit, Price(100_005), .absent)
        var venue = venue(with: order)
        func fills(_ time: Int64, _ bid: Int, _ ask: Int) -> [MatchedFill] {
            feed(&venue, time, .message(ticker(bid, ask, size: 1))).filter { $0.kind == .filled }
                .map { MatchedFill($0.quantity, at: $0.price, isMaker: $0.isMaker) }
        }
        #expect(fills(100, 100_000, 100_001) == [MatchedFill(Quantity(1), at: Price(100_001))])
        #expect(fills(200, 100_000, 100_006).isEmpty)
        let rested = [MatchedFill(Quantity(1), at: Price(100_005), isMaker: true)]
        #expect(fills(300, 100_000, 100_004) == rested)
        #expect(fills(400, 100_000, 100_005) == rested)
        #expect(fills(500, 100_000, 100_005).isEmpty, "taken")
        var trade = Trade()
        trade.symbol = SymbolID(0)
        (trade.price, trade.quantity) = (Price(100_005), Quantity(9))
        #expect(feed(&venue, 600, .message(.trade(trade))).isEmpty, "a touch")
        (trade.price, trade.quantity) = (Price(100_004), Quantity(1))
        let through = feed(&venue, 700, .message(.trade(trade)))
        #expect(through.first?.kind == .filled && through.first?.isMaker == true)
        #expect(through.first?.quantity == Quantity(1) && through.first?.price == Price(100_005))
    }

    @Test func `where there are trades alone, orders share what others traded`() {
        var venue = PaperVenueStage(settings: .standard)
        func trade(_ time: Int64, _ price: Int, _ quantity: Int) -> [VenueEvent] {
            var trade = Trade()
            trade.symbol = SymbolID(0)
            (trade.price, trade.quantity) = (Price(price), Quantity(quantity))
            return feed(&venue, time, .message(.trade(trade))).filter { $0.kind == .filled }
        }
        _ = trade(0, 100_000, 1)
        for leg in 1...3 {
            var order = entry(2)
            order.clientOrderID.leg = UInt8(leg)
            feed(&venue, 10, .request(RequestID(order.clientOrderID, .place), .place(order)))
        }
        #expect(trade(20, 100_000, 9).isEmpty, "on their way")
        let fills = trade(100, 100_000, 3)
        #expect(fills.map(\.quantity) == [Quantity(2), Quantity(1)])
        #expect(fills.allSatisfy { $0.price == Price(100_005) && !$0.isMaker })
        #expect(trade(200, 103_000, 5).map(\.purpose) == [.entry, .entry], "a touch of the target")
        #expect(trade(300, 103_001, 4).map(\.quantity) == [Quantity(4)])
        #expect(trade(400, 98_000, 1).map(\.purpose) == [.stop])
        #expect(trade(500, 98_500, 9).map(\.price.description) == ["98495"], "the stop's rest works on")
    }

    @Test func `saved and restored it goes on alike, book included`() throws {
        var venue = venue(with: entry(5))
        feed(&venue, 100, .message(ticker(100_000, 100_001, size: 2)))
        let saved = venue.saved
        var again = try PaperVenueStage(settings: .standard).restored(from: saved)
        for (index, message) in [
            ticker(100_000, 100_007, size: 1), ticker(98_000, 98_001), ticker(104_000, 104_001),
        ].enumerated() {
            let time = Int64(200 + index)
            #expect(feed(&venue, time, .message(message)) == feed(&again, time, .message(message)))
        }
        #expect(throws: StateError.self) { try again.restored(from: Array(saved.prefix(100))) }
    }
}
