import ExchangeSimulator
import Foundation
import Simulation
import Testing

/// The live feed's core, the exchange's simulator and the levels in memory: each kind of fault under seeds. A
/// hundred of each: `strata-soak --feed --seeds 1..100`.
struct FeedSimulationTests {
    private static let first = ProcessInfo.processInfo.environment["STRATA_SEED"].flatMap(UInt64.init) ?? 1

    @Test(arguments: Fault.Kind.allCases.filter { !$0.isOfAccounts })
    func `nothing is lost, doubled or invented, and trading stops and resumes, whatever goes wrong`(kind: Fault.Kind) throws {
        // Spot under even seeds, futures under odd ones.
        let place = UInt64(Fault.Kind.allCases.firstIndex(of: kind) ?? 0)
        let seed = Self.first + place
        var simulation = try FeedSimulation(kind, seed: seed)
        let result = simulation.run()
        #expect(result.breach == nil, "\(kind) under seed \(seed)")
        #expect(result.events > 1000 && result.books > 20)
        #expect(result.trading.entries > 20 && result.trading.exits > 20, "\(result.trading.text)")
        guard kind == .halfOpen else { return }
        #expect(result.trading.silences > 0 && result.trading.refusals > 0, "\(result.trading.text)")
    }

    @Test(arguments: PlantedTradingBug.allCases)
    func `a planted mistake in how trading stops and resumes is found`(bug: PlantedTradingBug) throws {
        // Seed 8 shows all of them, others most.
        let found = try (Self.first + 7..<Self.first + 17).contains { seed in
            var simulation = try FeedSimulation(.halfOpen, seed: seed, tradingBug: bug)
            return simulation.run().breach != nil
        }
        #expect(found, "\(bug.rawValue) went by unseen from seed \(Self.first + 7) on")
    }

    @Test func `where nothing goes wrong one connection is enough on spot, and two on futures`() throws {
        for seed in Self.first..<Self.first + 2 {
            var simulation = try FeedSimulation(nil, seed: seed)
            let result = simulation.run()
            #expect(result.breach == nil, "seed \(seed)")
            #expect(result.connections == (seed.isMultiple(of: 2) ? 1 : 2))
        }
    }

    @Test(arguments: PlantedFeedBug.allCases)
    func `a planted mistake is found`(bug: PlantedFeedBug) throws {
        var simulation = try FeedSimulation(nil, seed: Self.first, bug: bug)
        #expect(simulation.run().breach != nil)
    }

    @Test func `the same seed plays the same`() throws {
        var (one, other) = (try FeedSimulation(.silent, seed: 7), try FeedSimulation(.silent, seed: 7))
        let (first, second) = (one.run(), other.run())
        #expect(first.events == second.events && first.requests == second.requests)
        #expect(first.connections == second.connections && first.trading == second.trading)
    }
}
