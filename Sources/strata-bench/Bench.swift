import Glibc
import Hosting
import Stages
import Telemetry

/// The command line. Timings never fail: the exit code is 0 wherever a measurement could be made.
enum Bench {
    static let usage = """
        strata-bench measures Strata on this machine; run it in a release build, in the checkout's folder.

          strata-bench all         everything below
          strata-bench pubsub      PUB to SUB between two processes, against plain C libzmq
          strata-bench reqrep      REQ/REP round trip between two processes, against plain C libzmq
          strata-bench codec       writing and reading a frame, against plain msgpack-c
          strata-bench feed        messages of an exchange through the live feed's core, without a socket
          strata-bench load        recorded candles from the disk to events: candles a second
          strata-bench core        the four levels in one process: events a second, allocations, cost by stage
          strata-bench start       from exec to ready: time and memory of each program
          strata-bench memory      peak memory of every process on the samples, and on a day of recordings
          strata-bench processes   allocations of every process while strata up plays the sample

          strata-bench lockstep    a round of seven processes in lockstep, against bare sockets; a day in it
          strata-bench store       an order made durable, against a raw fdatasync
          strata-bench orders      signing, an order's round trip against bare libcurl, and orders a second at
                                   exchange-sim against a bare libwebsockets handler
          strata-bench subscribe   messages received and read a CPU second, against Python (not in all)
          strata-bench live        the live feed handler from a socket to the bus, against Python (not in all)
          strata-bench chain       tick to order over the processes, beside the same in Python (not in all)

          --pairs N      alternating rounds of the bus measurements, and runs of the core (7)
          --count N      messages of one round of the bus measurements (4000)
          --events N     events of one run of the core (1000000)
          --sample S     of the core only klines, ticks/um or recordings/um
          --python PATH  a Python with what Tests/requirements.txt lists, for chain, live and subscribe
                         ($STRATA_PYTHON, .venv/bin/python)
          --json         JSON instead of tables

        Goals stand beside the values: "ok" or "short". The exit code is 0 either way.

        """

    /// What is measured, and how each takes part in `all`.
    private typealias Measure = @Sendable (BenchOptions) throws(HostError) -> Section
    private static let sections: [(name: String, measure: Measure)] = [
        ("codec", CodecBench.measure), ("pubsub", BusBench.publishSubscribe),
        ("reqrep", BusBench.requestReply), ("feed", FeedBench.measure), ("load", LoadBench.measure),
        ("core", CoreBench.measure), ("start", StartBench.measure),
        ("memory", MemoryBench.measure), ("processes", ProcessBench.measure),
        ("lockstep", LockstepBench.measure), ("store", StoreBench.measure), ("chain", ChainBench.measure),
        ("orders", OrderBench.measure), ("subscribe", SubscribeBench.measure), ("live", LiveBench.measure),
    ]

    /// What needs more than `all` can take for granted.
    private static let withPython = ["chain", "subscribe", "live"]

    /// Runs the words of a command line; answers the exit code.
    static func run(_ words: [String]) -> Int32 {
        do {
            guard let name = words.first, !["--help", "-h", "help"].contains(name) else {
                print(usage, terminator: "")
                return words.isEmpty ? 2 : 0
            }
            guard name != "--version" else {
                print(StrataVersion.text(of: "strata-bench"))
                return 0
            }
            let rest = Array(words.dropFirst())
            if name == Peer.command { return try Peer.run(rest) }
            try measure(name, BenchOptions(rest))
            return 0
        } catch {
            Log(process: "strata-bench").write(.error, error.description)
            return error.exitCode
        }
    }

    private static func measure(_ name: String, _ options: BenchOptions) throws(HostError) {
        let chosen = sections.filter { $0.name == name || name == "all" && !withPython.contains($0.name) }
        guard !chosen.isEmpty else {
            throw .usage("there is no measurement \"\(name)\"; strata-bench --help lists them")
        }
        var report = Report(machine: Machine.current())
        if !options.asJSON { print(report.machine.text) }
        for section in chosen {
            report.sections.append(try section.measure(options))
            if !options.asJSON, let last = report.sections.last { print(last.text) }
            fflush(nil)
        }
        if options.asJSON { print(report.json) }
    }
}
