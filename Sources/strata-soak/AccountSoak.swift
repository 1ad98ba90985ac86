import Glibc
import Market
import Simulation

/// Plays the executor on an account at the exchange's simulator: each kind of trouble under each seed.
struct AccountSoak {
    let first: UInt64
    let last: UInt64
    let market: MarketKind
    /// One kind of trouble; all where it is `nil`.
    let trouble: AccountTrouble?
    /// A mistake to plant.
    let bug: PlantedAccountBug?
    /// Lines that hold this are printed.
    let traced: String?

    /// Plays all of it; answers the exit code.
    func play() -> Int32 {
        var failed = 0
        for kind in trouble.map({ [$0] }) ?? AccountTrouble.all(on: market) { failed += play(kind) }
        return failed == 0 ? 0 : 1
    }

    private func play(_ kind: AccountTrouble) -> Int {
        var (played, failed) = (0, 0)
        var counts = AccountCounts()
        let trace = traced.map { text in { (line: String) in if line.contains(text) { print(line) } } }
        for seed in first...last {
            played += 1
            do {
                var simulation = try AccountSimulation(kind, market, seed: seed, bug: bug, trace: trace)
                let result = simulation.run()
                counts = counts + result.counts
                guard let breach = result.breach else { continue }
                print("\(kind.rawValue), seed \(seed): \(breach)")
            } catch {
                print("\(kind.rawValue), seed \(seed): \(error)")
            }
            failed += 1
            let fault = "--fault \(kind.rawValue)\(market == .spot ? " --market spot" : "")"
            print("  strata-soak --venue binance --seeds \(seed) \(fault)")
            fflush(nil)
        }
        print("\(kind.rawValue): \(failed) of \(played) failed\n    \(counts.text)")
        fflush(nil)
        return failed
    }
}
