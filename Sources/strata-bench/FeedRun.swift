import CBenchPeer
import Hosting
import Stages

/// One run of a pair's recorded messages through the live feed's core.
struct FeedRun {
    private(set) var rate = 0.0
    private(set) var events = 0
    /// In 1000 quotes and trades, after the first tenth.
    private(set) var allocations = 0.0

    init(_ recording: FeedRecording) throws(HostError) {
        var whole = try CoreDriver(recording)
        var meter = strata_bench_meter()
        strata_bench_meter_start(&meter)
        for message in recording.messages { whole.give(message) }
        strata_bench_meter_stop(&meter)
        events = whole.events
        rate = Double(recording.messages.count) * 1e9 / Double(meter.cpu)

        let marker = Array("@depth".utf8)
        let quick = recording.messages.filter { !$0.prefix(40).containsRun(marker) }
        var driver = try CoreDriver(recording)
        for message in quick.prefix(quick.count / 10) { driver.give(message) }
        strata_bench_meter_start(&meter)
        for message in quick.dropFirst(quick.count / 10) { driver.give(message) }
        strata_bench_meter_stop(&meter)
        allocations = 1000 * Double(meter.ours) / Double(max(1, quick.count - quick.count / 10))
    }
}

extension Collection where Element == UInt8 {
    /// Whether these bytes stand somewhere in it.
    fileprivate func containsRun(_ run: [UInt8]) -> Bool {
        indices.contains { self[$0...].starts(with: run) }
    }
}
