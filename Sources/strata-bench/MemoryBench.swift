import Glibc
import Hosting
import L1Operational
import Messages
import Stages

/// Peak memory of every process while it plays the sample, and of all stages over a day of recordings.
enum MemoryBench {
    private static let day: Int64 = 86_400_000_000_000

    static func measure(_ options: BenchOptions) throws(HostError) -> Section {
        var section = Section(title: "Peak resident memory")
        for kind in [SampleEvents.Kind.klines, .recordings] {
            for (name, peak) in try peaks(kind) {
                section.add("\(name), \(kind.rawValue)", peak, "MiB", .atMost(StartBench.memoryGoal))
            }
        }
        let plan = PeerPlan(role: .recordings, contestant: .swift, endpoint: "-", count: 0, interval: 0)
        let child = try Child(Child.ownPath, plan.words, reading: .out)
        let text = String(decoding: child.readAll(), as: UTF8.self)
        guard child.wait(), let peak = Double(text) else { throw .failed("the day of recordings failed") }
        section.add(
            "all stages in one process, day of recordings", peak, "MiB", .atMost(StartBench.memoryGoal))
        section.notes = [
            "Processes: strata up over all of samples/klines and of samples/recordings/um.",
            "Day: samples/recordings/um repeated to 24 hours.",
        ]
        return section
    }

    /// Runs the whole pipeline and looks at its processes until they end.
    private static func peaks(_ kind: SampleEvents.Kind) throws(HostError) -> [(name: String, peak: Double)] {
        var peaks: [(name: String, peak: Double)] = []
        try Pipeline.play(kind, programs: Child.programFolder) { up, _ in
            // A child bears its parent's name until its exec.
            let children = ProcessMemory.children(of: up).filter { ProcessRank(name: $0.name) != nil }
            for (pid, name) in [(pid: up, name: "strata up")] + children {
                guard let peak = ProcessMemory.peak(of: pid) else { continue }
                if let place = peaks.firstIndex(where: { $0.name == name }) {
                    peaks[place].peak = max(peaks[place].peak, peak)
                } else {
                    peaks.append((name, peak))
                }
            }
        }
        guard peaks.count == 8 else {
            throw .failed("only \(peaks.count) of 8 processes were seen; try strata up by hand")
        }
        return peaks
    }

    /// In a process of its own: the day through all stages, its peak memory on stdout.
    static func playDay() throws(HostError) {
        let settings = try SampleEvents.settings(.recordings)
        let base = try SampleEvents.load(.recordings, settings)
        guard let length = RepeatedEvents.length(ofTicks: base), let first = base.first else { return }
        var host = StageFactory.whole(settings, run: 1)
        host.join(at: first.time)
        for part in 0..<(day / length.nanoseconds + 1) {
            for event in base {
                let moved = RepeatedEvents.ticks(event, part: part, length: length)
                host.feed(moved.message, at: moved.time)
            }
        }
        print(ProcessMemory.peak(of: getpid()) ?? .nan, terminator: "")
    }
}
