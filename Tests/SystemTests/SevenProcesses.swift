import Bus
import Configuration
@testable import Control
import Foundation
import Market
import Messages
import Testing

/// The seven as a person starts them by hand, in a free run, with an ear on all that they say.
final class SevenProcesses {
    static let names = [
        "l4-meta", "l3-strategy", "l2-tactic", "l1-operational", "risk-manager", "executor", "feed-handler",
    ]
    static let btc = SymbolID(0)
    static let eth = SymbolID(1)

    let scratch: Scratch
    private let ear: Socket
    private let inspector: FrameInspector
    private var processes: [String: Process] = [:]
    private let logs = Dictionary(uniqueKeysWithValues: SevenProcesses.names.map { ($0, ProcessLog()) })
    private let instruments = Settings.standard.instruments
    let directory: RunDirectory
    private let context: Context
    let environment: [String: String]
    /// What was said, in the order in which it came.
    private(set) var said: [Message] = []

    /// On quiet data near the prices of the documents' examples, two candles a second, with approvals that last
    /// long enough for a busy machine.
    /// - Parameters:
    ///   - leastFree: MiB of room below which trading halts, where not the standard ones.
    ///   - hole: minutes of which no pair has a candle.
    ///   - venue: the executor's, where not paper.
    ///   - feed: STRATA_FEED of a live market in place of the data, at the time of a simulator that has `speed` seconds to
    ///     one of the machine's.
    ///   - hasSource: whether L1 takes signals that are published at `source`.
    ///   - keys: what else is in the environment of all of them.
    init(
        speed: Int = 120, leastFree: Int? = nil, hole: Range<Int> = 0..<0, venue: String = "", feed: String = "",
        hasSource: Bool = false, keys: [String: String] = [:]
    ) throws {
        scratch = try Scratch()
        try KlineFiles.write(scratch, "data", minutes: 3_000, hole: hole)
        try scratch.write(
            "strata.json",
            #"{"operational":{"outside_signal_life":"1h"\#(hasSource ? Self.source(scratch) : "")},"risk":{"approval_on_klines":"5m"}}"#)
        directory = try RunDirectory(path: scratch.path + "/run")
        context = try Context()
        inspector = FrameInspector(instruments)
        ear = try Socket(.sub, in: context)
        try ear.subscribe(prefix: [])
        let room = leastFree.map { ["STRATA_MIN_FREE_MIB": "\($0)"] } ?? [:]
        environment = [
            "STRATA_RUN_DIR": directory.path, "STRATA_STATE_DIR": scratch.path + "/state",
            "STRATA_CONFIG": scratch.path + "/strata.json", "STRATA_DATA": scratch.path + "/data",
            "STRATA_SPEED": "\(speed)", "STRATA_VENUE": venue, "STRATA_FEED": feed,
            "STRATA_CLOCK": feed.isEmpty ? "" : "venue:\(speed)",
        ].merging(try HandKeys(in: directory.path).environment) { $1 }.merging(room) { $1 }
            .merging(keys) { $1 }.merging(["STRATA_BUDGET_DIR": scratch.path + "/budget"]) { $1 }
        for name in Self.names {
            try ear.connect(directory.endpoint("\(name).0.pub"))
            try start(name)
        }
    }

    private static func source(_ scratch: Scratch) -> String {
        #","signal_sources":["ipc://\#(scratch.path)/model.pub"]"#
    }

    /// Where somebody outside publishes.
    var source: Endpoint { get throws { try Endpoint("ipc://\(scratch.path)/model.pub") } }

    /// Waits until the market moves and L1 has a price of each pair.
    func begin() throws {
        try wait("the market moves") { candles > 0 }
        let time = { try self.status("l1-operational")["event_time"] as? String ?? "" }
        try wait("L1 hears it") { try time().hasPrefix("2025-05-05") }
        // Of the minute at hand it may have heard one pair alone.
        let first = try time()
        try wait("L1 hears the next minute") { try time() != first }
    }

    /// Ends those that still run.
    func end() {
        for name in Self.names { signal(name, SIGKILL) }
        for process in processes.values { process.waitUntilExit() }
        if ProcessInfo.processInfo.environment["STRATA_KEEP"] == nil { scratch.remove() }
    }

    func start(_ name: String) throws {
        let process = prepare(Programs.path(name), environment)
        process.currentDirectoryURL = URL(filePath: DeployTests.root)
        process.standardError = (logs[name] ?? ProcessLog()).pipe()
        try startWithSignals(process)
        processes[name] = process
    }

    func signal(_ name: String, _ number: Int32) {
        if let process = processes[name], process.isRunning { kill(process.processIdentifier, number) }
    }

    func pid(_ name: String) -> pid_t { processes[name]?.processIdentifier ?? 0 }

    func isRunning(_ name: String) -> Bool { processes[name]?.isRunning ?? false }

    func waitForEnd(of name: String) { processes[name]?.waitUntilExit() }

    func log(_ name: String) -> String { logs[name]?.text ?? "" }

    /// The last words of all.
    private func lastLines() -> String {
        Self.names.map { "\n\($0):\n" + log($0).split(separator: "\n").suffix(5).joined(separator: "\n") }.joined()
    }

    // MARK: - What they say

    /// Listens until something holds; a test fails where it does not within two minutes, which even a
    /// machine that has much else to do needs for nothing here.
    func wait(_ what: String, _ sourceLocation: SourceLocation = #_sourceLocation, until holds: () throws -> Bool) throws {
        let deadline = MonotonicClock.now() + 120_000_000_000
        while try !holds() {
            try #require(MonotonicClock.now() < deadline, "\(what): \(lastLines())", sourceLocation: sourceLocation)
            _ = try ear.waitForInput(until: MonotonicClock.now() + 20_000_000)
            try listen()
        }
    }

    private func listen() throws {
        try ear.drain { frames in
            if case .message(_, let message) = inspector.inspect(frames) { said.append(message) }
        }
    }

    /// Whether something of a kind was said of a pair.
    func heard(_ kind: MessageKind, _ symbol: SymbolID) -> Bool {
        said.contains { $0.kind == kind && $0.symbol == symbol }
    }

    /// How a pair's market data was when the feed handler told last.
    func feedState(_ symbol: SymbolID) -> FeedState? {
        for case .feedHealth(let health) in said.reversed() where health.symbol == symbol { return health.state }
        return nil
    }

    /// How a signal ended; `nil` while it has no report.
    func report(_ signal: Label) -> ExecutionReport? {
        for case .report(let report) in said where report.signalID == signal { return report }
        return nil
    }

    /// What is held of a pair by what was told last.
    func held(_ symbol: SymbolID) -> Quantity {
        for case .account(let account) in said.reversed() where account.symbol == symbol { return account.total }
        return .zero
    }

    /// How an order stood when it was last told.
    func order(_ id: ClientOrderID) -> OrderState? {
        for case .orderState(let state) in said.reversed() where state.clientOrderID == id { return state }
        return nil
    }

    /// Closed minutes of BTC.
    var candles: Int { said.count { if case .kline(let kline) = $0 { kline.symbol == Self.btc } else { false } } }

    /// Each fill once: who joins hears the last ones again.
    var fills: [Fill] {
        var seen: Set<UInt64> = []
        return said.compactMap { if case .fill(let fill) = $0, seen.insert(fill.fillID).inserted { fill } else { nil } }
    }

    // MARK: - What they are asked

    /// Asks a process; its answer's topic and payload, or `nil` where none came within ten seconds.
    func ask(_ name: String, _ topic: String, _ payload: [UInt8]) throws -> (topic: String, payload: [UInt8])? {
        let socket = try Socket(.req, in: context)
        try socket.connect(directory.endpoint("\(name).0.rep"))
        let deadline = MonotonicClock.now() + 10_000_000_000
        while try !socket.send(topic: Array(topic.utf8), payload: payload) {
            // Nobody is connected yet.
            guard MonotonicClock.now() < deadline else { return nil }
            usleep(5_000)
        }
        guard try socket.waitForInput(until: deadline) else { return nil }
        var answer: (String, [UInt8])?
        _ = try socket.receive { answer = (String(decoding: $0.topic, as: UTF8.self), Array($0.payload)) }
        return answer
    }

    /// What a process says of itself.
    func status(_ name: String) throws -> [String: Any] {
        guard let answer = try ask(name, "status", [0x80]) else { return [:] }
        return try JSONSerialization.jsonObject(with: Data(answer.payload)) as? [String: Any] ?? [:]
    }

    /// Whether a process has noticed that another one is gone.
    func misses(_ name: String, _ other: String) throws -> Bool {
        (try status(name)["misses"] as? [String])?.contains(other) ?? false
    }

    /// A person's signal; L1 takes it.
    func send(_ signal: Signal, _ sourceLocation: SourceLocation = #_sourceLocation) throws {
        let payload = try FrameEncoder(instruments).bytes(bare: .signal(signal))
        let answer = try #require(try ask("l1-operational", "signal", payload), sourceLocation: sourceLocation)
        #expect(answer.topic == "acknowledge", sourceLocation: sourceLocation)
    }
}
