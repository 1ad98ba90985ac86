import Simulation
import TestSupport
import Testing

/// The whole system under seeds, with all that can go wrong. A simulated day is shortened to three hours
/// here (across midnight and a funding time); `strata-soak` plays whole days.
///
/// One thread plays, beside the tests' pool, with a low priority: others wait with deadlines.
@Suite(.serialized) struct SimulationTests {
    static let minutes = 180

    @Test(arguments: 0..<5 as Range<UInt64>)
    func `every invariant holds under the fixed seeds`(_ part: UInt64) async {
        let counts = await play(part * 30 + 1...part * 30 + 30)
        #expect(counts.entries > 250 && counts.exits > 80 && counts.fills > 400, "\(counts.text)")
        #expect(counts.partFills > 15 && counts.stops > 50 && counts.funding > 15, "\(counts.text)")
        #expect(counts.halts > 8 && counts.deaths > 45 && counts.exactStarts > 25, "\(counts.text)")
        #expect(counts.repairs > 2_000 && counts.unanswered > 150, "\(counts.text)")
        #expect(counts.eventsAgain > 80 && counts.forgeries > 500 && counts.replays > 30, "\(counts.text)")
    }

    @Test func `every invariant holds before a venue that keeps no stops`() async {
        let counts = await play(1...30, isVenueLimited: true)
        #expect(counts.entries > 200 && counts.exits > 50 && counts.fills > 300, "\(counts.text)")
        #expect(counts.partFills > 10 && counts.stops > 40 && counts.deaths > 30, "\(counts.text)")
    }

    @Test func `every invariant holds under fresh seeds`() async {
        let first = UInt64.random(in: 1_000...1_000_000_000)
        let counts = await play(first...first + 14)
        #expect(counts.entries > 50, "seeds from \(first): \(counts.text)")
    }

    @Test func `the same seed gives the same run`() async {
        let counts = await onOwnThread { [7, 7, 8].map { Self.run($0).counts } }
        #expect(counts[0] == counts[1] && counts[0].fills > 0 && counts[2] != counts[0])
    }

    @Test(arguments: PlantedBug.allCases)
    func `a planted bug is found within 200 seeds`(_ bug: PlantedBug) async {
        let found = await onOwnThread { (1...200).first { Self.run($0, bug).breach != nil } }
        #expect(found != nil, "\(bug.rawValue) went by unseen")
    }

    @Test func `a seed that fails is told with the command that repeats it`() async {
        let told = await onOwnThread { (1...200).lazy.compactMap { Self.run($0, .stopForOrdered).failure }.first }
        #expect(told?.contains("\n  strata-soak --seeds ") == true, "\(told ?? "nothing")")
        #expect(told?.hasSuffix(" --minutes 180 --bug stop-for-ordered") == true, "\(told ?? "nothing")")
    }

    /// Plays seeds; answers what happened, and records each that breaks with the command that repeats it.
    private func play(_ seeds: ClosedRange<UInt64>, isVenueLimited: Bool = false) async -> SimulationCounts {
        let results = await onOwnThread { seeds.map { Self.run($0, isVenueLimited: isVenueLimited) } }
        for result in results { if let failure = result.failure { Issue.record("\(failure)") } }
        return results.reduce(SimulationCounts()) { $0 + $1.counts }
    }

    private static func run(
        _ seed: UInt64, _ bug: PlantedBug? = nil, isVenueLimited: Bool = false
    ) -> SimulationResult {
        let options = SimulationOptions(
            seed: seed, minutes: minutes, bug: bug, isVenueLimited: isVenueLimited)
        return Simulation(options).run()
    }
}
