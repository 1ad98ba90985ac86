import Exchanges
import Market
import Messages
import Stages
import TestSupport
import Testing

@testable import BinanceVenue

/// The venue on `exchange-sim`, in memory: the exchange's own filters, fees, signatures and codes.
@Suite struct SimulatedTests {
    /// Minutes of a price that wanders, from a seed.
    static func minutes(_ count: Int, seed: UInt64) -> [Kline] {
        var chance = SplitMix64(seed: seed)
        var last = Price(100_000)
        return (0..<count).map { index in
            let close = Price(raw: last.raw + (chance.upTo(6000) - 3000) * 10_000_000)
            let (high, low) = (Price(raw: max(last, close).raw + 500_000_000), Price(raw: min(last, close).raw - 500_000_000))
            let start = SimulatedVenue.day + .minutes(Int64(index))
            let candle = Candle(
                openTime: start, closeTime: start + .minutes(1), open: last, high: high, low: low, close: close, volume: 50,
                quoteVolume: 50 * close.double)
            last = close
            return Kline(SymbolID(0), .m1, candle)
        }
    }

    /// Markets, limits that rest or are met, and cancels; then all of it settles.
    private func play(_ market: MarketKind, seed: UInt64, _ change: (inout SimulatedVenue) -> Void = { _ in }) throws -> SimulatedVenue {
        var venue = try #require(SimulatedVenue(market, seed: seed, Self.minutes(120, seed: seed)))
        venue.go(seconds: 70)
        let runs = venue.core.isRunning
        #expect(runs, "\(venue.notices)")
        change(&venue)
        for round in 0..<4 {
            let last = venue.events.last { $0.kind == .filled }?.price ?? Price(100_000)
            venue.place(venue.intent("m\(round)", 1, .entry, .buy, 0.1))
            venue.place(venue.intent("l\(round)", 1, .entry, .buy, 0.05, at: last - Price(200)))
            venue.place(venue.intent("f\(round)", 1, .entry, .buy, 0.05, at: last - Price(9000)))
            venue.go(seconds: 60)
            venue.cancel(ClientOrderID(signal: Label(clipping: "f\(round)"), leg: 1))
            venue.place(venue.intent("m\(round)", 92, .exit, .sell, 0.06))
            venue.go(seconds: 60)
        }
        (venue.lostAnswers, venue.cuts) = (0, 0)
        venue.go(seconds: 300)
        venue.books()
        venue.go(seconds: 60)
        return venue
    }

    private func check(_ venue: SimulatedVenue, _ label: String) {
        let fills = venue.events.filter { $0.kind == .filled }
        #expect(fills.count > 4, "\(label): \(venue.notices)")
        #expect(Set(fills.map(\.eventID)).count == fills.count, "\(label)")
        let held = fills.reduce(Quantity.zero) { $0 + Quantity(raw: $1.side.sign * $1.received.raw) }
        #expect(venue.holding?.quantity == held, "\(label): told \(held)")
        for (name, list) in Dictionary(grouping: fills, by: \.clientOrderID) {
            let most = name.leg == 92 ? 6_000_000 : name.signal[0] == UInt8(ascii: "m") ? 10_000_000 : 5_000_000 as Int64
            #expect(list.reduce(Int64(0)) { $0 + $1.quantity.raw } <= most, "\(label): \(name.text)")
        }
        for id in Set(venue.asked) { #expect(venue.asked.count { $0 == id } == venue.ends(of: id), "\(label): \(id)") }
        let rates = venue.core.terms.rates
        for fill in fills {
            let due = (fill.isMaker ? rates.makerFee : rates.takerFee) * fill.quantity.double * fill.price.double
            #expect(abs(fill.fee.double - due) < 1e-3, "\(label): \(fill.fee) for \(due)")
        }
    }

    @Test(arguments: [MarketKind.spot, .um]) func `the venue trades on exchange-sim, and both have the same books`(_ market: MarketKind) throws {
        let venue = try play(market, seed: 1)
        check(venue, "\(market)")
        #expect(venue.answer(.place, ClientOrderID(signal: "m0", leg: 1))?.status == .filled)
        #expect(venue.events.filter { $0.kind == .cancelled }.count == 4 && venue.events.allSatisfy { $0.kind != .rejected })
    }

    @Test(arguments: [MarketKind.spot, .um]) func `it does so where answers are lost and connections are cut`(_ market: MarketKind) throws {
        for seed in 2...4 as ClosedRange<UInt64> {
            let venue = try play(market, seed: seed) { ($0.lostAnswers, $0.cuts) = (0.15, 0.1) }
            check(venue, "\(market), seed \(seed)")
        }
    }

    @Test(arguments: [0.0, 0.15]) func `a stop that is triggered on exchange-sim closes what it protects`(faults: Double) throws {
        for seed in 1...3 as ClosedRange<UInt64> {
            var venue = try #require(SimulatedVenue(.um, seed: seed, Self.minutes(120, seed: seed)))
            venue.go(seconds: 70)
            (venue.lostAnswers, venue.cuts) = (faults, faults)
            venue.place(venue.intent("s", 1, .entry, .buy, 0.1))
            venue.go(seconds: 30)
            let last = try #require(venue.events.last { $0.kind == .filled }?.price)

            let (stop, target) = (Price(raw: last.raw - 15_000_000_000), Price(raw: last.raw + 15_000_000_000))
            var order = venue.intent("s", 90, .stop, .sell, 0.1, at: stop)
            order.orderType = .market
            venue.place(order)
            venue.place(venue.intent("s", 91, .target, .sell, 0.1, at: target))
            venue.go(seconds: 3000)
            (venue.lostAnswers, venue.cuts) = (0, 0)
            venue.go(seconds: 120)
            venue.books()
            venue.go(seconds: 60)
            let label = "seed \(seed), \(faults): \(venue.notices.suffix(5))"
            let closing = venue.events.filter { $0.kind == .filled && $0.side == .sell }
            let names = Set(closing.map(\.clientOrderID.leg))
            #expect(names == [90] || names == [91], "\(label): \(names)")
            #expect(closing.reduce(Quantity.zero) { $0 + $1.quantity } == Quantity(0.1)!, "\(label)")
            #expect(closing.allSatisfy { $0.purpose == ($0.clientOrderID.leg == 90 ? .stop : .target) }, "\(label)")
            #expect(venue.holding?.quantity == .zero, "\(label)")
            #expect(Set(closing.map(\.eventID)).count == closing.count, "\(label)")
        }
    }

    @Test func `of an exit that the exchange cuts to what is held the rest is told to be over`() throws {
        var venue = try #require(SimulatedVenue(.um, seed: 1, Self.minutes(10, seed: 1)))
        venue.go(seconds: 70)
        venue.place(venue.intent("a", 1, .entry, .buy, 0.05))
        venue.go(seconds: 10)
        venue.place(venue.intent("a", 92, .exit, .sell, 0.08))
        venue.go(seconds: 10)
        let told = venue.events.filter { $0.clientOrderID.leg == 92 }
        #expect(told.filter { $0.kind == .filled }.reduce(Quantity.zero) { $0 + $1.quantity } == Quantity(0.05)!)
        let ends = told.filter { $0.kind == .cancelled }
        #expect(ends.map(\.quantity) == [Quantity(0.03)!] && ends.map(\.reason.code) == [.nothingToReduce], "\(told)")
    }

    @Test func `what exchange-sim refuses has its reason`() throws {
        var venue = try #require(SimulatedVenue(.spot, seed: 1, Self.minutes(10, seed: 1)))
        venue.go(seconds: 70)
        venue.place(venue.intent("a", 1, .entry, .buy, 0.1234567))
        venue.place(venue.intent("b", 1, .entry, .buy, 50, at: Price(90_000)))
        venue.go(seconds: 10)
        #expect(venue.answer(.place, ClientOrderID(signal: "a", leg: 1))?.reason.code == .quantityOffStep)
        #expect(venue.answer(.place, ClientOrderID(signal: "b", leg: 1))?.reason.code == .insufficientBalance)
    }
}
