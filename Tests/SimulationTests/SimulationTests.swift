import Simulation
import Testing

/// The whole system under seeds, with all that can go wrong. A simulated day is shortened to three hours
/// here (across midnight and a funding time), so that all seeds end within a minute in a debug build;
/// `strata-soak` plays whole days.
@Suite struct SimulationTests {
    static let minutes = 180

    /// Plays seeds; answers what happened, and records each that breaks with the command that repeats it.
    private func play(_ seeds: some Sequence<UInt64>) -> SimulationCounts {
        var counts = SimulationCounts()
        for seed in seeds {
            let result = Simulation(SimulationOptions(seed: seed, minutes: Self.minutes)).run()
            counts = counts + result.counts
            if let breach = result.breach {
                let command = "strata-soak --seeds \(seed)..\(seed) --minutes \(Self.minutes)"
                Issue.record("\(breach)\nrepeat it with: \(command)")
            }
        }
        return counts
    }

    /// In parts, so that they use all cores.
    @Test(arguments: 0..<5 as Range<UInt64>)
    func `every invariant holds under the fixed seeds`(_ part: UInt64) {
        let counts = play(part * 100 + 1...part * 100 + 100)
        #expect(counts.entries > 1_000 && counts.exits > 100 && counts.fills > 1_000, "\(counts.text)")
        #expect(counts.partFills > 50 && counts.stops > 50 && counts.funding > 20, "\(counts.text)")
        #expect(counts.halts > 40 && counts.deaths > 150 && counts.repairs > 5_000, "\(counts.text)")
        #expect(counts.unanswered > 500 && counts.eventsAgain > 150, "\(counts.text)")
    }

    @Test func `every invariant holds under fresh seeds`() {
        let first = UInt64.random(in: 1_000...1_000_000_000)
        let counts = play(first..<first + 50)
        #expect(counts.entries > 100, "seeds from \(first): \(counts.text)")
    }

    @Test func `the same seed gives the same run`() {
        let options = SimulationOptions(seed: 7, minutes: Self.minutes)
        let (first, second) = (Simulation(options).run(), Simulation(options).run())
        #expect(first.counts == second.counts && first.counts.fills > 0)
        #expect(Simulation(SimulationOptions(seed: 8, minutes: Self.minutes)).run().counts != first.counts)
    }

    @Test(arguments: PlantedBug.allCases)
    func `a planted bug is found within 200 seeds`(_ bug: PlantedBug) {
        let found = (1...200 as ClosedRange<UInt64>).first { seed in
            let options = SimulationOptions(seed: seed, minutes: Self.minutes, bug: bug)
            return Simulation(options).run().breach != nil
        }
        #expect(found != nil, "\(bug.rawValue) went by unseen")
    }
}
