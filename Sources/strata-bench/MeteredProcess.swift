import CBenchPeer
import Glibc
import Hosting
import Messages

/// One process of the pipeline inside this program, whose allocations are counted: what `main.swift` of the
/// seven does, under the name of one of them.
enum MeteredProcess {
    /// The process that this program was started as; `nil` where it is the benchmark.
    static var rank: ProcessRank? { ProcessRank(name: words.name) }

    /// Runs it; the counters, or what it recorded, lie beside its program.
    static func main(_ rank: ProcessRank) -> Int32 {
        let records = access("\(words.folder)/\(StandIns.recordMark)", F_OK) == 0
        let began =
            records
            ? RecordedFrames.begin(rank, in: words.folder)
            : strata_bench_meter_share(meterPath(rank, words.folder)) == 0
        guard began else { return 1 }
        return ProcessRunner.main(rank)
    }

    /// What a process in a folder of programs has allocated so far; `nil` before it began.
    static func meter(_ rank: ProcessRank, _ folder: String) -> strata_bench_meter? {
        var meter = strata_bench_meter()
        return strata_bench_meter_read(meterPath(rank, folder), &meter) == 0 ? meter : nil
    }

    private static func meterPath(_ rank: ProcessRank, _ folder: String) -> String {
        "\(folder)/\(rank.name).meter"
    }

    private static var words: (folder: String, name: String) {
        let path = CommandLine.arguments.first ?? ""
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        return (String(path[..<slash]), String(path[path.index(after: slash)...]))
    }
}
