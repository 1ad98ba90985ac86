import Foundation
import Market
import Simulation
import Testing

/// The executor with its keeper of stops, the core of its account at Binance and the exchange's simulator in memory:
/// each kind of trouble. A hundred seeds of each: `strata-soak --venue binance --seeds 1..100`.
struct AccountSimulationTests {
    private static let first = ProcessInfo.processInfo.environment["STRATA_SEED"].flatMap(UInt64.init) ?? 1

    @Test(arguments: AccountTrouble.allCases)
    func `books are the account's, no order is doubled or lost, and a stop rests for what is held`(trouble: AccountTrouble) throws {
        let seed = Self.first + UInt64(AccountTrouble.allCases.firstIndex(of: trouble) ?? 0)
        var simulation = try AccountSimulation(trouble, seed: seed)
        let result = simulation.run()
        #expect(result.breach == nil, "\(trouble) under seed \(seed)")
        #expect(result.counts.entries > 5 && result.counts.exits > 2 && result.counts.fills > 5, "\(result.counts.text)")
        guard [.kill, .torn, .truncated, .liquidation].contains(trouble) else { return }
        #expect(result.counts.deaths > 0)
    }

    @Test(arguments: AccountTrouble.all(on: .spot))
    func `so it is on spot, where a stop and its target are one list`(trouble: AccountTrouble) throws {
        let first = Self.first + 4 * UInt64(AccountTrouble.allCases.firstIndex(of: trouble) ?? 0)
        var counts = AccountCounts()
        for seed in first..<first + 4 {
            var simulation = try AccountSimulation(trouble, .spot, seed: seed)
            let result = simulation.run()
            #expect(result.breach == nil, "\(trouble) under seed \(seed)")
            counts = counts + result.counts
        }
        #expect(counts.entries > 20 && counts.exits > 5 && counts.brackets > 0, "\(counts.text)")
    }

    @Test(arguments: PlantedAccountBug.allCases)
    func `a planted mistake of keeper, core or signer is found`(bug: PlantedAccountBug) throws {
        let trouble = bug == .waitIgnored ? AccountTrouble.ban : .nothing
        let found = try (Self.first..<Self.first + 5).contains { seed in
            var simulation = try AccountSimulation(trouble, seed: seed, bug: bug)
            return simulation.run().breach != nil
        }
        #expect(found, "\(bug.rawValue) went by unseen from seed \(Self.first) on")
    }

    @Test func `the same seed plays the same`() throws {
        var (one, other) = (try AccountSimulation(.all, seed: 7), try AccountSimulation(.all, seed: 7))
        let (first, second) = (one.run(), other.run())
        #expect(first.counts == second.counts && first.counts.requests > 100)
    }
}
