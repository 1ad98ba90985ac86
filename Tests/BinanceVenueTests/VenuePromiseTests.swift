import BinanceVenue
import Market
import Messages
import Stages
import TestSupport
import Testing

/// The venue behind a scripted exchange keeps what every venue promises, whatever goes wrong between them.
@Suite struct VenuePromiseTests {
    struct Kind: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let market: MarketKind
        let faults: ScriptedExchange.Faults
    }

    private static func kind(
        _ name: String, _ market: MarketKind, _ change: (inout ScriptedExchange.Faults) -> Void = { _ in }
    ) -> Kind {
        var faults = ScriptedExchange.Faults()
        change(&faults)
        return Kind(testDescription: "\(name), \(market)", market: market, faults: faults)
    }

    private static let all = ScriptedExchange.Faults(
        seed: 9, lostRequests: 0.05, lostAnswers: 0.05, unknownAnswers: 0.1, busyAnswers: 0.1, lateAnswers: 0.1,
        doubleEvents: 0.2, lateEvents: 0.2, cutStreams: 0.05, outage: 90)

    static let kinds = [
        kind("all is well", .um), kind("lost requests", .um) { $0.lostRequests = 0.1 },
        kind("lost answers", .um) { ($0.seed, $0.lostAnswers) = (2, 0.1) },
        kind("unknown outcomes", .um) { ($0.seed, $0.unknownAnswers) = (3, 0.3) },
        kind("busy", .um) { ($0.seed, $0.busyAnswers) = (4, 0.3) },
        kind("late", .um) { ($0.seed, $0.lateAnswers, $0.lateEvents) = (5, 0.3, 0.3) },
        kind("double", .um) { ($0.seed, $0.doubleEvents) = (6, 0.5) },
        kind("gone", .um) { ($0.seed, $0.cutStreams, $0.outage) = (8, 0.2, 60) }, kind("all of it", .um) { $0 = all },
        kind("all is well", .spot), kind("cut", .spot) { ($0.seed, $0.cutStreams) = (7, 0.2) },
        kind("all of it", .spot) { $0 = all },
    ]

    /// - Parameter patience: how much rarer than else the lists are compared: the bench plays hours.
    static func begin(
        _ market: MarketKind, _ faults: ScriptedExchange.Faults = ScriptedExchange.Faults(), patience: Int64 = 1,
        _ table: InstrumentTable? = nil, _ change: (inout BinanceVenueSettings) -> Void = { _ in }
    ) -> JoinedVenue {
        let instruments = table ?? InstrumentTable(
            ["BTC/USDT", "ETH/USDT"].map {
                Instrument(
                    name: $0, market: market, tickSize: Price(0.1)!, stepSize: Quantity(0.001)!,
                    minQuantity: Quantity(0.001)!, maxQuantity: Quantity(100)!, minNotional: Money(5)!)
            })
        let leverages = instruments.symbols.map { market == .spot ? 1 : $0.int % 2 == 0 ? 3 : 5 }
        var settings = BinanceVenueSettings(
            market, at: BinanceVenueAddresses(base: "http://127.0.0.1:1"), instruments, leverages: leverages,
            maintenanceMargin: 0.005, since: .zero, seed: faults.seed)
        settings.ordersEvery *= patience
        settings.positionsEvery *= patience
        settings.pingEvery *= patience
        change(&settings)
        guard let core = try? BinanceVenueCore(settings) else { fatalError("no memory") }
        return JoinedVenue(core, ScriptedExchange(market, instruments, leverages: leverages, faults))
    }

    @Test(arguments: kinds, VenuePromise.allCases)
    func `the venue keeps its promise`(_ kind: Kind, _ promise: VenuePromise) {
        let breach = promise.breach { Self.begin(kind.market, kind.faults, patience: 6) }
        #expect(breach == nil, "promise \(promise.rawValue), \(promise): \(breach ?? "")")
    }
}
