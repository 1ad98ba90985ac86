import Files
import Hosting
import Stages

/// What `strata-sniff` was asked to do.
public struct SniffOptions: Sendable {
    /// Topic prefixes; none means every topic.
    public var prefixes: [String] = []
    /// JSON objects instead of text.
    public var isJSON = false
    /// Messages per second of each topic, every second.
    public var showsRate = false
    /// From sending to here, per publisher, every second and at the end.
    public var showsLatency = false
    /// Draws rates over those of the second before: on a terminal that can, with nothing else between.
    public var drawsInPlace = false
    /// A line for each frame.
    public var showsFrames = true
    /// The run's folder; `nil` is the standard one.
    public var runDirectory: String?
    /// File that receives the raw frames.
    public var record: OutputFile?
    /// Recording that is shown instead of a running system.
    public var play: String?
    /// Ends after so many frames.
    public var count: Int?
    /// Ends after so many seconds of wall time.
    public var seconds: Double?

    /// The names of the options with a value, and of the flags.
    package static let names = [
        "run-dir", "record", "play", "count", "seconds", "safe-list", "instruments", "config",
    ]
    /// The names of the options without a value.
    package static let flags = ["json", "rate", "latency", "print", "force"]

    /// What `--help` prints.
    public static let help = """
        Shows what the processes of a run say on the bus: one line a frame, decoded.

        strata-sniff [topic…] [options]      topics by prefix, as in: signals kline_1m/BTC; none means all
          --run-dir FOLDER      the run's folder (STRATA_RUN_DIR, or the standard one)
          --json                one JSON object a line: received, topic, header, data; integers beyond 2^53
                                are strings; "again" marks a last word that is told again for who joins
          --rate                messages per second of the busiest topics, every second; with --json of all
          --latency             p50 and p99 from sending to here per publisher, every second and at the end
          --record FILE         keeps the raw frames in a file
          --force               records over an old recording; never over anything else
          --play FILE           shows a recording instead of a running system
          --print               a line a frame also beside --rate, --latency or --record
          --count N             ends after N frames
          --seconds S           ends after S seconds (5 if --count was not reached, 3 if nothing runs)
          --safe-list FILE      the pairs (safe_list.json)
          --instruments FILE    the exchange's filters (samples/instruments.json)
          --config FILE         strata.json; without it ./strata.json where there is one, else every default

        Frames of any run and configuration are shown. Gaps and frames that can't be read are told on stderr.

        Example: strata-sniff signals orders fills
                 strata-sniff --rate --latency --seconds 10

        Exit codes: 0 ok, 1 failed, 2 usage, 3 not running, 4 configuration, 5 time-out.

        """

    public init() {}

    /// The options and the files that the words of the command line name.
    public static func parse(
        _ words: [String], _ environment: inout ProcessEnvironment
    ) throws(HostError) -> SniffOptions {
        let arguments = try Arguments(words, options: names, flags: flags, positional: .max)
        if let path = arguments["safe-list"] { environment.safeList = path }
        if let path = arguments["instruments"] { environment.instruments = path }
        if let path = arguments["config"] { environment.configuration = path }
        environment.findConfiguration()
        // A run of some pairs only is shown whole all the same.
        environment.symbols = ""
        return try SniffOptions(arguments)
    }

    package init(_ arguments: Arguments) throws(HostError) {
        prefixes = arguments.rest
        isJSON = arguments.has("json")
        showsRate = arguments.has("rate")
        showsLatency = arguments.has("latency")
        runDirectory = arguments["run-dir"]
        play = arguments["play"]
        record = try arguments["record"].map { (path) throws(HostError) in
            try OutputFile(path, "--record", .recording, isForced: arguments.has("force"))
        }
        seconds = try arguments.number("seconds")
        if let number = try arguments.number("count") {
            guard let whole = Int(exactly: number), whole > 0 else {
                throw .usage("--count is \(number); expected a whole number from 1")
            }
            count = whole
        }
        drawsInPlace = showsRate && !showsLatency && !isJSON && !arguments.has("print") && Terminal.canDraw(1)
        let showsElse = showsRate || showsLatency || record != nil
        showsFrames = !showsElse || arguments.has("print")
        guard play == nil || record == nil, play == nil || runDirectory == nil else {
            throw .usage("--play shows a recording: it goes with neither --record nor --run-dir")
        }
    }

    /// Whether a topic begins with one of the prefixes.
    func wants(_ topic: [UInt8]) -> Bool {
        prefixes.isEmpty || prefixes.contains { topic.starts(with: $0.utf8) }
    }
}
