import Hosting
import Market
import Simulation
import Stages

/// Plays simulated days of the whole system on this build, and keeps a mark of it (`strata doctor --prove`).
struct ProofRun {
    private let seeds: ClosedRange<UInt64>
    private let stateDirectory: String
    private let isJSON: Bool
    /// A mistake to plant, to see that it is found.
    private let bug: PlantedBug?

    init(_ arguments: Arguments) throws(HostError) {
        seeds = try Self.seeds(arguments)
        let standard = try ProcessEnvironment().stateDirectory
        stateDirectory = arguments["state"] ?? standard
        isJSON = arguments.has("json")
        bug = arguments["bug"].flatMap(PlantedBug.init(rawValue:))
        if let name = arguments["bug"], bug == nil {
            throw .usage("--bug is \(ForeignText.quoted(name)); strata-soak --help lists them")
        }
    }

    private static func seeds(_ arguments: Arguments) throws(HostError) -> ClosedRange<UInt64> {
        let days = try arguments.whole("days", from: 1)
        guard let text = arguments["seeds"] else { return 1...UInt64(days ?? DayProof.leastDays) }
        guard days == nil else {
            throw .usage("--days and --seeds both say how many days are played: give one of them")
        }
        guard let seeds = DayProof.seeds(text), seeds.upperBound - seeds.lowerBound < 1_000_000 else {
            throw .usage(
                "--seeds is \(ForeignText.quoted(text)); expected one as in 1..1000, and a million at most")
        }
        return seeds
    }

    /// Plays them; the first that does not hold ends it, and takes an earlier mark away.
    func run() throws(HostError) {
        let build = ProgramSet.build()
        let count = Int(seeds.upperBound - seeds.lowerBound) + 1
        Output.note(
            "plays \(count) simulated \(count == 1 ? "day" : "days") on build \(DayProof.text(of: build)); a "
                + "day takes some seconds at most")
        // Often enough to see that it goes on.
        let stride = max(1, count / 50)
        var counts = SimulationCounts()
        for (number, seed) in zip(1..., seeds) {
            let result = Simulation(SimulationOptions(seed: seed, bug: bug)).run()
            counts = counts + result.counts
            if let failure = result.failure { try fail(failure, seed) }
            if number % stride == 0, number < count { Output.note("\(number) of \(count) days held") }
        }
        guard bug == nil else { throw .failed("the mistake was not found, and no mark was made") }
        guard ProgramSet.build() == build else {
            throw .failed(
                "the programs were replaced while it played, and no mark was made: play the days again")
        }
        if case .proof(let kept) = ProofFile.read(stateDirectory), kept.build == build, kept.days > count {
            return tell(kept, counts, played: count)
        }
        tell(try ProofFile.write(build, seeds, stateDirectory), counts, played: count)
    }

    private func fail(_ failure: String, _ seed: UInt64) throws(HostError) {
        try ProofFile.remove(stateDirectory)
        // What broke, and the command that repeats it, a line each.
        Output.complain(failure)
        throw .failed("the day under seed \(seed) did not hold: no mark was made")
    }

    private func tell(_ proof: DayProof, _ counts: SimulationCounts, played count: Int) {
        let path = ProofFile.path(stateDirectory)
        guard !isJSON else {
            let seeds = "\(proof.seeds.lowerBound)..\(proof.seeds.upperBound)"
            return Output.say(
                "{\"ok\":true,\"days\":\(proof.days),\"seeds\":\"\(seeds)\","
                    + "\"build\":\"\(DayProof.text(of: proof.build))\",\"mark\":\(ForeignText.json(path))}")
        }
        let kept = proof.days > count ? " It stays that of \(proof.days) days on this build." : ""
        let short = proof.days < DayProof.leastDays ? " LIVE asks for \(DayProof.leastDays) days." : ""
        let days = count == 1 ? "1 day" : "\(count) days"
        Output.say(
            "\(days) held: \(counts.text).\nThe mark is \(ForeignText.shown(path)).\(kept)\(short)")
    }
}
