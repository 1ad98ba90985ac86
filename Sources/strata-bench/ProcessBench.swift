import CBenchPeer
import Files
import Glibc
import L1Operational
import Messages
import Stages

/// Allocations of the running processes: `strata up` plays the sample with this program in place of each.
enum ProcessBench {
    /// Messages of the feed handler at which the counters are read: its log tells these two.
    private static let span = (from: 10_000, to: 100_000)

    static func measure(_ options: BenchOptions) throws(HostError) -> Section {
        var section = Section(title: "Allocations of the processes of strata up, klines")
        try count("lockstep", ["--speed", "0"], &section)
        try count("free", ["--speed", "60000"], &section)
        section.notes = [
            "Messages are the feed handler's, of which each closed candle has two and each minute one;",
            "counted between its \(span.from)th and its \(span.to)th, in lockstep and in a free run at "
                + "60000x.",
        ]
        return section
    }

    private static func count(
        _ mode: String, _ words: [String], _ section: inout Section
    ) throws(HostError) {
        let folder = try ScratchFolder(in: Child.programFolder)
        try StandIns.link(in: folder.path)
        var first: [strata_bench_meter] = []
        var last: [strata_bench_meter] = []
        let path = folder.path
        try Pipeline.play(.klines, programs: path, words) { _, logs in
            if first.isEmpty, isPast(span.from, logs) { first = meters(path) }
            if last.isEmpty, isPast(span.to, logs) { last = meters(path) }
        }
        guard first.count == ProcessRank.processes.count, last.count == first.count else {
            throw .failed("the processes left no counters; try strata up by hand")
        }
        let thousands = Double(span.to - span.from) / 1000
        for (place, rank) in ProcessRank.processes.enumerated() {
            let ours = Double(last[place].ours - first[place].ours) / thousands
            let theirs = Double(last[place].zeromq - first[place].zeromq) / thousands
            section.add("\(rank.name), \(mode), ours", ours, "in 1000 messages", .atMost(0))
            section.add("\(rank.name), \(mode), libzmq's", theirs, "in 1000 messages")
            let sqlite = Double(last[place].sqlite - first[place].sqlite) / thousands
            if sqlite > 0 { section.add("\(rank.name), \(mode), SQLite's", sqlite, "in 1000 messages") }
        }
    }

    private static func meters(_ folder: String) -> [strata_bench_meter] {
        ProcessRank.processes.compactMap { MeteredProcess.meter($0, folder) }
    }

    private static func isPast(_ messages: Int, _ logs: String) -> Bool {
        guard let bytes = try? FileBytes.read("\(logs)/feed-handler.0.log") else { return false }
        return String(decoding: bytes, as: UTF8.self).contains("Published \(messages) total")
    }
}
