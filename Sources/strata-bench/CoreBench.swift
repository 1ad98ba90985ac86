import CBenchPeer
import Configuration
import Exchanges
import Hosting
import Market
import Stages

/// The four levels with risk manager, executor and venue in one process, on one core, data in memory.
enum CoreBench {
    static let rateGoal = 1_000_000.0

    static func measure(_ options: BenchOptions) throws(HostError) -> Section {
        var section = Section(
            title: "Everything in one process (as strata run, without observers), events in memory")
        for kind in options.samples {
            let played = try play(kind, options, kind == .klines ? .atLeast(rateGoal) : nil, &section)
            if kind == .klines { addShares(played.events, played.settings, &section) }
        }
        section.notes.append(
            "Allocations are counted after the first tenth; the cost by stage is measured in a run apart.")
        return section
    }

    private static func play(
        _ kind: SampleEvents.Kind, _ options: BenchOptions, _ goal: Measurement.Goal?,
        _ section: inout Section
    ) throws(HostError) -> (events: [MarketEvent], settings: Settings) {
        let settings = try SampleEvents.settings(kind)
        let base = try SampleEvents.load(kind, settings)
        let events =
            kind == .klines
            ? RepeatedEvents.klines(base, count: options.events)
            : RepeatedEvents.ticks(base, count: options.events)
        let runs = (0..<options.pairs).map { _ in CoreRun(events, settings) }
        let name = kind.rawValue
        section.add("\(name), CPU", Figures.median(runs.map(\.eventsPerCPUSecond)), "events/s", goal)
        section.add("\(name), wall", Figures.median(runs.map(\.eventsPerSecond)), "events/s")
        let allocations = Figures.median(runs.map(\.allocations))
        section.add("\(name), allocations", allocations, "in 1000 events", .atMost(0))
        section.notes.append("\(name): \(events.count) events a run, median of \(runs.count) runs.")
        return (events, settings)
    }

    private static func addShares(_ events: [MarketEvent], _ settings: Settings, _ section: inout Section) {
        let shares = StageShares(events, settings)
        for row in shares.rows { section.add("klines, \(row.name)", row.nanoseconds, "ns a kline") }
        section.notes.append("A run has \(shares.counts).")
    }
}

/// One run over all events.
struct CoreRun {
    let eventsPerSecond: Double
    let eventsPerCPUSecond: Double
    /// In 1000 events, after the first tenth.
    let allocations: Double

    init(_ events: [MarketEvent], _ settings: Settings) {
        var host = StageFactory.whole(settings, run: 1)
        let warmUp = events.count / 10
        var first = strata_bench_meter()
        var rest = strata_bench_meter()
        let began = Stopwatch.now()
        strata_bench_meter_start(&first)
        if let event = events.first { host.join(at: event.time) }
        for place in 0..<warmUp { host.feed(events[place].message, at: events[place].time) }
        strata_bench_meter_stop(&first)
        strata_bench_meter_start(&rest)
        for place in warmUp..<events.count { host.feed(events[place].message, at: events[place].time) }
        strata_bench_meter_stop(&rest)
        let count = Double(events.count)
        eventsPerSecond = count * 1e9 / Double(Stopwatch.now() - began)
        eventsPerCPUSecond = count * 1e9 / Double(first.cpu + rest.cpu)
        allocations = 1000 * Double(rest.ours + rest.zeromq) / Double(events.count - warmUp)
    }
}
