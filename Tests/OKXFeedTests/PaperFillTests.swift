import Configuration
import Exchanges
import Market
import Matching
import Messages
import PaperVenue
import Stages
import TestSupport
import Testing

@testable import OKXFeed

/// An order is filled on paper from the exchange's recording: the venue hears what the port gives, and nothing
/// else.
@Suite struct PaperFillTests {
    private static let latency = TimeSpan.milliseconds(50)

    private func order(_ quantity: String, at time: Timestamp, stop: Int, target: Int) throws -> OrderIntent {
        var intent = OrderIntent()
        intent.clientOrderID = ClientOrderID(signal: "okx", leg: 1)
        intent.symbol = SymbolID(0)
        intent.quantity = try Quantity(quantity)
        intent.stopLoss = Price(stop)
        intent.takeProfit = Price(target)
        intent.expires = time + .minutes(1)
        return intent
    }

    /// Plays the recording into a venue and places an order as soon as `placeAt` changes of the book have come.
    private func play(_ quantity: String, placeAt: Int, stop: Int = 29_000, target: Int = 31_000) throws -> (
        events: [(at: Timestamp, what: VenueEvent)], placed: Timestamp, books: [(at: Timestamp, book: OrderBook)]
    ) {
        var feed: any FeedPort = try Recording.tape()
        var venue = PaperVenueStage(settings: .standard)
        var events: [(at: Timestamp, what: VenueEvent)] = []
        var books: [(at: Timestamp, book: OrderBook)] = []
        var (opening, placed) = (OpeningBook(symbol: SymbolID(0)), Timestamp.zero)
        func hear(_ input: Input, at time: Timestamp) {
            for case .venueEvent(let event) in venue.effects(of: Envelope(input, at: time)).published {
                events.append((time, event))
            }
        }
        while let event = try feed.nextRecorded() {
            hear(.message(event.message), at: event.time)
            guard case .depth(let depth) = event.message else { continue }
            opening.take(depth)
            guard depth.isLast else { continue }
            books.append((event.time, opening.book))
            if books.count == placeAt {
                placed = event.time
                let intent = try order(quantity, at: placed, stop: stop, target: target)
                hear(.request(RequestID(intent.clientOrderID, .place), .place(intent)), at: placed)
            }
        }
        return (events, placed, books)
    }

    /// What an order would get of a book, level by level, in whole steps.
    private func walk(_ book: OrderBook, _ quantity: Quantity) -> [MatchedFill] {
        let step = Settings.standard.instruments[SymbolID(0)].stepSize.raw
        var (left, fills) = (quantity, [MatchedFill]())
        for level in book.asks where left.isPositive {
            let taken = Quantity(raw: min(left, level.quantity).raw / step * step)
            guard taken.isPositive else { continue }
            fills.append(MatchedFill(taken, at: level.price))
            left -= taken
        }
        return fills
    }

    @Test(arguments: ["0.005", "3"])
    func `an order takes the book as it is after its latency, each level at its price`(quantity: String) throws {
        let (events, placed, books) = try play(quantity, placeAt: 20)
        let met = try #require(books.first { $0.at >= placed + Self.latency })
        let fills = events.filter { $0.what.kind == .filled && $0.what.purpose == .entry }
        let expected = walk(met.book, try Quantity(quantity))
        #expect(fills.map { MatchedFill($0.what.quantity, at: $0.what.price) } == expected && !expected.isEmpty)
        #expect(fills.allSatisfy { $0.at == met.at && !$0.what.isMaker })
        #expect(events.map(\.what.kind).prefix(3) == [.filled, .protected, .protected])
    }

    @Test func `the market's fall takes its stop, at what the book bids`() throws {
        let (events, _, books) = try play("0.01", placeAt: 20, stop: 30_241)
        let stop = try #require(events.first { $0.what.kind == .filled && $0.what.purpose == .stop })
        let book = try #require(books.last { $0.at <= stop.at })
        #expect(try stop.what.price <= Price(30_241) && stop.what.quantity == Quantity("0.01"))
        #expect(stop.what.price == book.book.bids.first?.price)
    }
}
