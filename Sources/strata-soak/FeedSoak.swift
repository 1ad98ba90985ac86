import ExchangeSimulator
import Glibc
import Simulation

/// Plays the live feed against the exchange's simulator, with the levels behind it: each kind of fault under
/// each seed.
struct FeedSoak {
    let first: UInt64
    let last: UInt64
    /// Mistakes to plant.
    let feedBug: PlantedFeedBug?
    let tradingBug: PlantedTradingBug?

    /// Plays all of it; answers the exit code.
    func play() -> Int32 {
        var failed = 0
        for kind in [nil] + Fault.Kind.allCases.filter({ !$0.isOfAccounts }).map(Optional.some) {
            failed += play(kind)
        }
        return failed == 0 ? 0 : 1
    }

    private func play(_ kind: Fault.Kind?) -> Int {
        let name = kind?.rawValue ?? "no fault"
        var (played, failed, events, books) = (0, 0, 0, 0)
        var trading = TradingCounts()
        for seed in first...last {
            played += 1
            do {
                var simulation = try FeedSimulation(
                    kind, seed: seed, bug: feedBug, tradingBug: tradingBug)
                let result = simulation.run()
                events += result.events
                books += result.books
                trading = trading + result.trading
                guard let breach = result.breach else { continue }
                print("\(name), seed \(seed): \(breach)")
            } catch {
                print("\(name), seed \(seed): \(error)")
            }
            failed += 1
        }
        print("\(name): \(failed) of \(played) failed, \(events) events, \(books) books compared")
        print("    \(trading.text)")
        fflush(nil)
        return failed
    }
}
