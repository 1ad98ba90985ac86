import Hosting
import Market
import Stages

/// The live feed's core alone: recorded messages of one pair through it and the feed that it fills, parsed,
/// sequenced and taken, without a socket.
enum FeedBench {
    private static let rateGoal = 500_000.0

    static func measure(_ options: BenchOptions) throws(HostError) -> Section {
        var section = Section(title: "The live feed without sockets, a CPU second of one thread")
        for kind in [MarketKind.spot, .um] {
            let recording = try FeedRecording(kind)
            var runs: [FeedRun] = []
            for _ in 0..<options.pairs { runs.append(try FeedRun(recording)) }
            let name = kind == .spot ? "spot" : "um"
            section.add(name, Figures.median(runs.map(\.rate)), "messages/s", .atLeast(rateGoal))
            let allocations = Figures.median(runs.map(\.allocations))
            section.add(
                "\(name), quotes and trades, allocations", allocations, "in 1000 messages", .atMost(0))
            section.notes.append(
                "\(name): \(recording.messages.count) messages (bookTicker, trade, depth) and "
                    + "\(runs.first?.events ?? 0) events a run, median of \(runs.count) runs.")
        }
        section.notes.append("Allocations are counted without depth, after the first tenth.")
        return section
    }
}
