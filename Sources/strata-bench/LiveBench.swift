import Bus
import Configuration
import Engine
import Glibc
import Hosting
import Stages

/// The live feed handler from the exchange's socket to the bus, beside the same in Python: each hears the
/// same made-up market, sent as fast as it is taken. And how long it takes where it has nothing else to do.
enum LiveBench {
    private static let rateGoal = 250_000.0
    private static let ratioGoal = 5.0
    private static let delayGoal = 15.0
    /// Some 24,000 messages of three pairs.
    private static let burst = 2_400_000
    private static let bursts = 4
    /// The market's pace while the delay is measured, and how long that takes.
    private static let pace = 10
    private static let seconds: UInt32 = 20

    /// What came of one contestant: frames in a burst, CPU time in each, ns.
    private struct Outcome {
        var frames: [Int] = []
        var cpu: [Int64] = []
    }

    static func measure(_ options: BenchOptions) throws(HostError) -> Section {
        var section = Section(title: "The live feed handler, from the exchange's socket to the bus")
        var (ours, theirs): ([Outcome], [Outcome]) = ([], [])
        for _ in 0..<options.pairs {
            ours.append(try play(strata))
            theirs.append(
                try play { (exchange, folder) throws(HostError) in
                    try Self.python(exchange, folder, options.python)
                })
        }
        // Python publishes each message as one frame, so its frames are the messages that both had.
        func rates(_ frames: [Outcome], _ times: [Outcome]) -> [Double] {
            zip(frames, times).flatMap { counted, spent in
                zip(counted.frames, spent.cpu).map { Double($0) * 1e9 / Double($1) }
            }
        }
        let (published, messages) = (rates(ours, ours), rates(theirs, ours))
        let others = rates(theirs, theirs)
        section.add("frames published", Figures.median(published), "a CPU second", .atLeast(rateGoal))
        section.add("the exchange's messages", Figures.median(messages), "a CPU second")
        section.add("the same, Python", Figures.median(others), "a CPU second")
        section.add(
            "Strata / Python", Figures.median(messages) / Figures.median(others), "×", .atLeast(ratioGoal))
        try addDelay(&section)
        section.notes = [
            "\(published.count) bursts of \(theirs.first?.frames.first ?? 0) messages (quotes, trades, "
                + "books, candles of three pairs), CPU time of all threads.",
            "A change of a book with more than six levels is several frames. Python keeps no book.",
            "Delays are the feed handler's own (strata status), at \(pace) times the market's pace.",
        ]
        return section
    }

    /// Starts a contestant beside an exchange that stands, and lets it have the bursts.
    private static func play(
        _ start: (LiveExchange, borrowing ScratchFolder) throws(HostError) -> Child
    ) throws(HostError) -> Outcome {
        let folder = try ScratchFolder()
        let exchange = try LiveExchange(speed: 0)
        defer { exchange.stop() }
        let process = try start(exchange, folder)
        defer {
            process.stop()
            process.wait()
        }
        let ear = try LiveEar(try endpoint(folder.path))
        var isThere = false
        for _ in 0..<30 where !isThere {
            try exchange.advance(milliseconds: 1000)
            isThere = try ear.waitForFirst(seconds: 1)
        }
        guard isThere else { throw .failed("nothing was published") }
        _ = try ear.countUntilSilence()
        var outcome = Outcome()
        for _ in 0..<bursts {
            let before = ProcessMemory.cpu(of: process.pid)
            try exchange.advance(milliseconds: burst)
            outcome.frames.append(try ear.countUntilSilence())
            outcome.cpu.append(ProcessMemory.cpu(of: process.pid) - before)
        }
        return outcome
    }

    private static func endpoint(_ folder: String) throws(HostError) -> Endpoint {
        do { return try Endpoint("ipc://\(folder)/feed-handler.0.pub") } catch { throw .failed("\(error)") }
    }

    private static func strata(
        _ exchange: LiveExchange, _ folder: borrowing ScratchFolder
    ) throws(HostError) -> Child {
        try handler(exchange, folder, speed: 0)
    }

    private static func handler(
        _ exchange: LiveExchange, _ folder: borrowing ScratchFolder, speed: Int
    ) throws(HostError) -> Child {
        var environment = try ProcessEnvironment()
        (environment.runDirectory, environment.run) = (folder.path, 1)
        environment.stateDirectory = "\(folder.path)/state"
        environment.logFile = "\(folder.path)/log"
        environment.feed = try FeedChoice("binance:\(exchange.base.text)")
        environment.clock = .venue(speed: Double(speed))
        environment.configuration = "\(folder.path)/strata.json"
        try folder.write("{\"market\": \"spot\"}", to: "strata.json")
        return try Child("\(Child.programFolder)/feed-handler", [], environment.variables)
    }

    private static func python(
        _ exchange: LiveExchange, _ folder: borrowing ScratchFolder, _ python: String
    ) throws(HostError) -> Child {
        let endpoint = "ipc://\(folder.path)/feed-handler.0.pub"
        return try Child(python, ["Sources/strata-bench/Peers/feed.py", exchange.streams, endpoint])
    }

    /// What the feed handler says of itself after some seconds of a market that goes at its pace.
    private static func addDelay(_ section: inout Section) throws(HostError) {
        let folder = try ScratchFolder()
        let exchange = try LiveExchange(speed: pace)
        defer { exchange.stop() }
        let process = try handler(exchange, folder, speed: pace)
        defer {
            process.stop()
            process.wait()
        }
        // Publishing is only work where somebody hears.
        let ear = try LiveEar(try endpoint(folder.path))
        guard try ear.waitForFirst(seconds: 30) else { throw .failed("nothing was published") }
        sleep(seconds)
        let replies = try QueryClient(runDirectory: folder.path).status(asJSON: true)
        for (name, reply) in replies where name == "feed-handler.0" {
            guard case .answered(_, let payload) = reply else { continue }
            let text = String(decoding: payload, as: UTF8.self)
            section.add("turns", figure("turns", text), "in \(seconds) s")
            section.add("socket to published, p50", figure("p50", text), "µs", .atMost(delayGoal))
            section.add("p99", figure("p99", text), "µs")
            section.add("at most", figure("max", text), "µs")
        }
    }

    /// A number of the object "publish_us".
    private static func figure(_ key: String, _ text: String) -> Double {
        guard let start = text.firstRange(of: "\"publish_us\":{"),
            let place = text[start.upperBound...].firstRange(of: "\"\(key)\":")
        else { return .nan }
        return Double(text[place.upperBound...].prefix { "0123456789.".contains($0) }) ?? .nan
    }
}
