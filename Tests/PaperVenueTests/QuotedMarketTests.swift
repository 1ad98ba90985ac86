import Configuration
import Market
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

    @Test func `a trade through the stop closes at the bid less half a spread and takes the rest with it`() {
        var venue = venue(with: entry(2))
        feed(&venue, 100, .message(ticker(100_000, 100_001, size: 1)))
        feed(&venue, 110, .message(ticker(99_500, 99_501, size: 0)))
        var trade = Trade()
        trade.symbol = SymbolID(0)
        trade.price = Price(98_990)
        let events = feed(&venue, 120, .message(.trade(trade)))
        #expect(events.map(\.kind) == [.filled, .cancelled, .cancelled])
        #expect(events.map(\.purpose) == [.stop, .target, .entry])
        #expect(events.first?.price.description == "99495")
        #expect(venue.rows.isEmpty && venue.symbols[0].isIdle)
    }

    @Test func `with a book, an order sweeps its levels and tickers alone don't fill it`() {
        var venue = PaperVenueStage(settings: .standard)
        func depth(_ side: Side, _ levels: [(Int, Int)], last: Bool) -> Message {
            var depth = Depth()
            depth.symbol = SymbolID(0)
            depth.side = side
            depth.isSnapshot = true
            depth.isFirst = side == .buy
            depth.isLast = last
            for level in levels {
                _ = depth.levels.append(BookLevel(price: Price(level.0), quantity: Quantity(level.1)))
            }
            return .depth(depth)
        }
        feed(&venue, 0, .message(depth(.buy, [(100_000, 9)], last: false)))
        feed(&venue, 0, .message(depth(.sell, [(100_010, 1), (100_030, 9)], last: true)))
        feed(&venue, 10, .request(RequestID(entry(2).clientOrderID, .place), .place(entry(2))))
        #expect(feed(&venue, 100, .message(ticker(100_000, 100_001))).isEmpty)
        feed(&venue, 100, .message(depth(.buy, [(100_000, 9)], last: false)))
        let events = feed(&venue, 100, .message(depth(.sell, [(100_010, 1), (100_030, 9)], last: true)))
        #expect(events.first?.price == Price(100_020) && events.first?.quantity == Quantity(2))
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
