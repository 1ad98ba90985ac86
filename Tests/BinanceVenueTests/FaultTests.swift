import Exchanges
import Market
import Messages
import Stages
import TestSupport
import Testing

@testable import BinanceVenue

/// Under each fault, by many seeds: what was told equals what the exchange has, no order is doubled, none lost, and
/// each ask ends once.
@Suite struct FaultTests {
    static let symbol = SymbolID(0)

    struct Fault: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let change: @Sendable (inout ScriptedExchange.Faults) -> Void
    }

    static let faults = [
        Fault(testDescription: "lost requests") { $0.lostRequests = 0.2 },
        Fault(testDescription: "lost answers") { $0.lostAnswers = 0.2 },
        Fault(testDescription: "unknown outcomes") { $0.unknownAnswers = 0.5 },
        Fault(testDescription: "busy") { $0.busyAnswers = 0.4 }, Fault(testDescription: "late answers") { $0.lateAnswers = 0.5 },
        Fault(testDescription: "late events") { $0.lateEvents = 0.6 }, Fault(testDescription: "double events") { $0.doubleEvents = 0.8 },
        Fault(testDescription: "over budget") { $0.overBudget = 0.4 }, Fault(testDescription: "cut texts") { $0.cutTexts = 0.15 },
        Fault(testDescription: "cut streams") { $0.cutStreams = 0.3 },
        Fault(testDescription: "outages") { ($0.cutStreams, $0.outage) = (0.2, 20) },
        Fault(testDescription: "all") {
            ($0.lostRequests, $0.lostAnswers, $0.unknownAnswers, $0.busyAnswers) = (0.1, 0.1, 0.2, 0.2)
            ($0.lateAnswers, $0.lateEvents, $0.doubleEvents, $0.cutStreams, $0.outage) = (0.2, 0.2, 0.2, 0.05, 10)
        },
    ]

    /// Plays some orders of either kind and cancels, and lets all of it settle.
    static func play(_ market: MarketKind, _ faults: ScriptedExchange.Faults) -> VenueBench {
        var bench = VenueBench(VenuePromiseTests.begin(market, faults))
        bench.minute(100_000)
        for number in 0..<4 {
            let name = Label(clipping: "s\(number)")
            bench.place(bench.order(name, number == 3 ? .sell : .buy))
            bench.place(bench.order(Label(clipping: "w\(number)"), limit: 99_950))
            bench.minute(100_000, low: number == 2 ? 99_900 : 99_990)
            bench.cancel(ClientOrderID(signal: Label(clipping: "w\(number)"), leg: 1))
            bench.minute(100_000)
        }
        bench.settle(minutes: 20)
        return bench
    }

    @Test(arguments: faults, [MarketKind.um, .spot])
    func `what was told is what the exchange has`(_ fault: Fault, _ market: MarketKind) throws {
        for seed in 1...5 as ClosedRange<UInt64> {
            var faults = ScriptedExchange.Faults()
            fault.change(&faults)
            faults.seed = seed
            let bench = Self.play(market, faults)
            let venue = try #require(bench.port as? JoinedVenue)
            let label = "\(fault.testDescription), \(market), seed \(seed)"
            #expect(venue.exchange.placed.values.allSatisfy { $0 == 1 }, "\(label): \(venue.exchange.placed)")
            let told = bench.events.filter { $0.kind == .filled }.map(\.eventID)
            #expect(Set(told).count == told.count, "\(label): a fill was told twice")
            #expect(Set(told) == Set(venue.exchange.trades.map { UInt64($0.number) }), "\(label)")
            let held = bench.fills.reduce(Quantity.zero) { $0 + Quantity(raw: $1.side.sign * $1.received.raw) }
            #expect(held == venue.exchange.held(Self.symbol), "\(label)")
            let fees = bench.fills.reduce(Money.zero) { $0 + $1.fee }
            let due = venue.exchange.trades.reduce(Money.zero) {
                $0 + ($1.feeAsset == "USDT" ? Money(raw: $1.fee) : Quantity(raw: $1.fee).notional(at: $1.price) ?? .zero)
            }
            #expect(fees == due, "\(label)")
            for id in Set(bench.asked) {
                #expect(bench.asked.count { $0 == id } == bench.ends(of: id).count, "\(label): \(id)")
            }
            for order in venue.exchange.orders where !order.isOpen {
                let ends = bench.events.filter { $0.clientOrderID.text == order.name && $0.kind == .cancelled }
                #expect(ends.count == (order.status == "CANCELED" ? 1 : 0), "\(label): \(order.name)")
            }
        }
    }

    @Test(arguments: [MarketKind.um, .spot]) func `whatever the exchange says, the venue goes on, and no order is doubled`(_ market: MarketKind) throws {
        for seed in 1...10 as ClosedRange<UInt64> {
            var faults = ScriptedExchange.Faults()
            (faults.seed, faults.cutTexts, faults.otherBytes) = (seed, 0.05, 0.3)
            let bench = Self.play(market, faults)
            let venue = try #require(bench.port as? JoinedVenue)
            #expect(venue.exchange.placed.values.allSatisfy { $0 == 1 }, "seed \(seed): \(venue.exchange.placed)")
        }
    }
}
