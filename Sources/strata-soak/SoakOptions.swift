import Hosting
import Simulation

/// What is played.
struct SoakOptions {
    private let first: UInt64
    private let last: UInt64
    private let minutes: Int
    private let faults: String
    private let bug: PlantedBug?
    private let traced: String?

    init(_ words: [String]) throws(HostError) {
        let arguments = try Arguments(
            words, options: ["seeds", "days", "minutes", "faults", "bug", "trace"], flags: [])
        (first, last) = try Self.range(arguments["seeds"] ?? "1..100")
        let days = try arguments.number("days") ?? 1
        minutes = Int(try arguments.number("minutes") ?? days * 1440)
        faults = arguments["faults"] ?? "1"
        guard let factor = Double(faults), factor >= 0, factor <= 100 else {
            throw .usage("--faults is \"\(faults)\"; expected a number from 0 to 100")
        }
        traced = arguments["trace"]
        let name = arguments["bug"]
        bug = name.flatMap(PlantedBug.init(rawValue:))
        if let name, bug == nil { throw .usage("--bug is \"\(name)\"; strata-soak --help lists them") }
    }

    private static func range(_ text: String) throws(HostError) -> (UInt64, UInt64) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let first = parts.first.flatMap { UInt64($0) }
        let last = parts.count == 1 ? first : parts.last == "" ? .max : parts.last.flatMap { UInt64($0) }
        guard let first, let last, first <= last, parts.count == 1 || parts.count == 3 else {
            throw .usage("--seeds is \"\(text)\"; expected one like 1..100, 7 or 1..")
        }
        return (first, last)
    }

    /// Plays all seeds; answers the exit code.
    func play() -> Int32 {
        var counts = SimulationCounts()
        var failed = 0
        var seed = first
        while true {
            let result = Simulation(options(seed)).run()
            counts = counts + result.counts
            if let breach = result.breach {
                failed += 1
                print("seed \(seed): \(breach)\n  \(command(seed))")
            }
            if seed % 100 == 0 || seed == last {
                print("up to seed \(seed), \(failed) failed: \(counts.text)")
            }
            if seed == last { return failed == 0 ? 0 : 1 }
            seed += 1
        }
    }

    private func options(_ seed: UInt64) -> SimulationOptions {
        var options = SimulationOptions(seed: seed, minutes: minutes, bug: bug)
        let factor = Double(faults) ?? 1
        options.faults = factor == 0 ? .none : options.faults.scaled(by: factor)
        guard let traced else { return options }
        options.trace = { line in if line.contains(traced) { print(line) } }
        return options
    }

    private func command(_ seed: UInt64) -> String {
        "strata-soak --seeds \(seed)..\(seed) --minutes \(minutes) --faults \(faults)"
            + (bug.map { " --bug \($0.rawValue)" } ?? "")
    }
}
