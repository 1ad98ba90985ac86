import Glibc
import TestSupport

/// Runs a border on its corpus and on what a mutator makes of it, in a process of its own.
///
/// `STRATA_FUZZ_SECONDS` says how long (60 without it), of the processor's time: a run has a low priority,
/// so that tests with a deadline go before it, and takes what they leave. `STRATA_FUZZ_SEED` repeats a run,
/// and with `STRATA_FUZZ_KEEP=1` inputs that came to something new are added to the corpus.
enum Fuzz {
    /// An input that takes longer hangs, seconds of wall time.
    private static let patience: UInt32 = 60
    /// What the process may grow by, after the first inputs, bytes.
    private static let growth = 32 << 20
    /// Files that it may hold open: a leak of one a refusal is met within so many refusals.
    private static let openFiles: rlim_t = 100
    /// Inputs that came to something new, kept to be changed further.
    private static let poolLimit = 400
    private static let root = #filePath.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/Corpus"

    /// Whether a run came to its end.
    nonisolated(unsafe) private(set) static var hasRun = false

    /// Ends the process with a text where a border fails.
    static func run<B: Border>(_ type: B.Type) throws {
        let seed = environment("STRATA_FUZZ_SEED").flatMap { UInt64($0) } ?? UInt64.random(in: 0...UInt64.max)
        let seconds = environment("STRATA_FUZZ_SECONDS").flatMap { Double($0) } ?? 60
        var limit = rlimit(rlim_cur: openFiles, rlim_max: openFiles)
        guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            fatalError("can't limit open files: \(String(cString: strerror(errno)))")
        }
        let folder = FuzzWatch.begin(B.name, seed: seed)
        var border = try B(folder: folder)
        let corpus = "\(root)/\(B.corpus)"
        var pool = Folder.files(corpus).map { Folder.read("\(corpus)/\($0)") }
        guard !pool.isEmpty else { fatalError("\(corpus) has no corpus") }
        var seen = Set(pool.map { border.feed($0) })
        var mutator = Mutator(seed: seed)
        var settled = 0
        let end = now() + seconds
        let settledAt = now() + seconds / 3
        while now() < end {
            FuzzWatch.next(within: patience)
            let input = mutator.change(pool)
            if seen.insert(border.feed(input)).inserted, pool.count < poolLimit {
                pool.append(input)
                if environment("STRATA_FUZZ_KEEP") != nil {
                    Folder.write("\(corpus)/found-\(seed)-\(pool.count)", input)
                }
            }
            if settled == 0, now() > settledAt { settled = residentBytes() }
        }
        let grown = residentBytes() - settled
        hasRun = true
        FuzzWatch.end("\(seen.count) outcomes, grew by \(grown >> 10) KiB")
        guard grown < growth else { fatalError("\(B.name), seed \(seed): the process grew by \(grown) bytes") }
    }

    private static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    /// Time of the processor that this process has had, seconds.
    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func residentBytes() -> Int {
        let words = String(decoding: Folder.read("/proc/self/statm"), as: UTF8.self).split(separator: " ")
        return words.count > 1 ? (Int(words[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
    }
}
