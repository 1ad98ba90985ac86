import CBenchPeer
import L1Operational
import Messages
import Stages

/// A lockstep round of the seven processes beside the same barrier in bare sockets, and a day of klines.
enum LockstepBench {
    private static let ratioGoal = 1.5
    private static let dayGoal = 10.0
    private static let bareSteps: Int64 = 5000

    static func measure(_ options: BenchOptions) throws(HostError) -> Section {
        var section = Section(
            title: "Lockstep: a round of seven processes, and a day of 1m klines of three pairs")
        var bare: [Double] = []
        var ours: [Double] = []
        var days: [Double] = []
        var rounds = Rounds()
        for _ in 0..<options.pairs {
            bare.append(try playBare())
            (rounds, _) = try playDay(recording: true)
            ours.append(rounds.microseconds)
            days.append(try playDay(recording: false).seconds)
        }
        section.add("bare sockets, a round", Figures.median(bare), "µs")
        section.add("Strata, a round", Figures.median(ours), "µs")
        let ratios = zip(ours, bare).map { $0 / $1 }
        section.add("Strata / bare sockets", Figures.median(ratios), "×", .atMost(ratioGoal))
        section.add("strata up --speed 0, a day", Figures.median(days), "s", .atMost(dayGoal))
        section.notes = [
            "By pair: " + ratios.map(Figures.text).joined(separator: " ") + ".",
            "Bare: a round of the feed, which publishes two frames, and one of six listeners, on DEALER and",
            "PUB, in C, neither coded nor kept. Strata: \(rounds.count) rounds of \(rounds.steps) steps,",
            "with stages, codecs, SQLite and the input journal. The day counts from exec to the end.",
        ]
        return section
    }

    /// How many rounds a run had, and the time between the first and the last.
    private struct Rounds {
        var count = 0
        var steps = 0
        var microseconds = 0.0
    }

    private static func playBare() throws(HostError) -> Double {
        let folder = try ScratchFolder()
        var followers: [Child] = []
        for index in 0..<ProcessRank.processes.count {
            let plan = PeerPlan(
                role: .follower, contestant: .bytes, endpoint: folder.path, count: index, interval: 0)
            followers.append(try Child(Child.ownPath, plan.words))
        }
        var nanoseconds: Int64 = 0
        let code = strata_bench_barrier_lead(folder.path, bareSteps, &nanoseconds)
        let went = followers.map { $0.wait() }
        guard code == 0, !went.contains(false) else { throw .failed("the bare barrier failed") }
        return Double(nanoseconds) / 1000 / Double(2 * bareSteps)
    }

    /// The first day of the sample in lockstep.
    private static func playDay(recording: Bool) throws(HostError) -> (rounds: Rounds, seconds: Double) {
        let folder = try ScratchFolder(in: Child.programFolder)
        if recording {
            try StandIns.link(in: folder.path)
            try folder.write("", to: StandIns.recordMark)
        }
        let began = Stopwatch.now()
        try Pipeline.play(
            .klines, programs: recording ? folder.path : Child.programFolder,
            ["--speed", "0", "--to", "2025-05-05T15:36", "--log-level", "WARNING"], every: 5_000
        ) { _, _ in }
        let seconds = Stopwatch.milliseconds(since: began) / 1000
        return (recording ? try rounds(in: folder.path) : Rounds(), seconds)
    }

    private static func rounds(in folder: String) throws(HostError) -> Rounds {
        var places: Set<UInt64> = []
        var steps: Set<UInt64> = []
        var (first, last) = (Int64.max, Int64.min)
        for rank in ProcessRank.processes {
            try RecordedFrames.readPlaces(rank, in: folder) { moment, step, round in
                places.insert(step << 6 | round)
                steps.insert(step)
                first = min(first, moment)
                last = max(last, moment)
            }
        }
        guard places.count > 1 else { throw .failed("the run in lockstep left no rounds") }
        return Rounds(
            count: places.count, steps: steps.count,
            microseconds: Double(last - first) / 1000 / Double(places.count))
    }
}
