import BinanceFeed
import Bus
import Configuration
import Cores
import Delivery
import Exchanges
import Market
import Messages
import Network
import Stages
import Telemetry

/// The live market of Binance in the feed handler's process: the feed's core in its shell of sockets, which
/// sit in the process's reactor, and the feed into which it tells.
final class BinanceMarket {
    /// What the process plays.
    private(set) var feed: LiveFeed
    private let pushed: PushedFeed
    private let shell: ClientShell<BinanceFeedCore>
    /// `nil` where nobody wants a recording.
    private let recorder: MarketRecorder?
    private var told: ToldCandles
    private var isKept = true
    private var delay = PublishDelay()
    private let log: Log
    private let terms: (field: String, line: String)

    /// Waits in the reactor until the exchange has told its time, its symbols and the history; a signal that
    /// asks to stop ends that.
    ///
    /// - Parameters:
    ///   - recording: the folder of a recording of what comes; empty for none.
    ///   - told: what an earlier start of the run told: what closed since then is the first that this tells.
    /// - Returns: `nil` where it was asked to stop.
    init?(
        _ place: FeedChoice.Place, _ clock: ClockChoice, _ settings: Settings, recording: String,
        after told: ToldCandles, in reactor: Reactor, _ log: Log
    ) throws {
        (self.told, self.log) = (told, log)
        terms = (TermsLine.field(settings), TermsLine.text(settings))
        recorder = recording.isEmpty
            ? nil : try MarketRecorder(recording, settings.market, settings.instruments)
        let (addresses, seed) = (place.addresses(of: settings.market), UInt64(bitPattern: WallClock.now()))
        var wishes = BinanceFeedSettings(settings.market, at: addresses, seed: seed)
        if case .venue(let speed) = clock { wishes.follow(clockOf: speed) }
        wishes.historyCandles = Int(settings.warmUp.nanoseconds / TimeSpan.minutes(1).nanoseconds)
        wishes.isRecorded = recorder != nil
        let gate = try BudgetPlace.gate(addresses.rest, settings.market)
        shell = try ClientShell(try BinanceFeedCore(settings.instruments, wishes), gate: gate)
        _ = reactor.watch(descriptor: shell.descriptor)
        log.write(
            .info, "the market is Binance's, at \(addresses.rest) and \(addresses.streams), seed \(seed)")
        if let recorder { log.write(.info, "what comes is recorded in \(recorder.folder)") }
        let begun = MonotonicClock.now()
        var due = begun + ExchangeAdvice.patience
        var newest = ""
        while !shell.core.isReady {
            if shell.core.knowsNoPair { throw Self.unknown(settings, addresses) }
            if MonotonicClock.now() >= due {
                due = MonotonicClock.now() + ExchangeAdvice.repetition
                log.write(.warning, ExchangeAdvice.text(addresses, newest))
            }
            reactor.wake(at: min(due, shell.wakesAt))
            if let signal = try reactor.wait().signal {
                log.write(.info, "stops on signal \(signal), before the exchange has told its history")
                return nil
            }
            shell.turn()
            newest = Self.tell(shell, log) ?? newest
        }
        let took = (MonotonicClock.now() - begun) / 1_000_000
        let history = shell.core.history
        log.write(.info, "the exchange told \(history.count) candles of history, in \(took) ms")
        shell.update { $0.forgetHistory() }
        let owed = history.filter(told.isOwed)
        pushed = PushedFeed("Binance", history: history.filter { !told.isOwed($0) })
        feed = LiveFeed(pushed, history: HistoryRing(settings), pace: clock.pace, log: log)
        if told.isAny { tellMissed(owed) }
    }

    /// When it wants its turn though no socket tells anything, monotonic ns.
    var due: Int64 { min(shell.wakesAt, recorder?.due ?? .max) }

    /// How the feed does, for `status`.
    var status: FeedStatus {
        let now = Moment.now
        let recorders = recorder.map { [$0] } ?? []
        return FeedStatus(
            fields: shell.core.statusFields(at: now) + [terms.field, delay.field]
                + recorders.map(\.statusField),
            lines: [shell.core.statusLine, delay.line, terms.line] + recorders.map(\.statusLine))
    }

    /// A turn that told something has said all of it.
    func said(after nanoseconds: Int64) { delay.add(nanoseconds) }

    /// Handles what the sockets tell, and gives what the market told to the feed.
    func turn() {
        // The process has begun, and has told its levels what there was before.
        if !pushed.history.isEmpty { pushed.forgetHistory() }
        shell.turn()
        shell.update { $0.takeEvents(into: pushed) }
        Self.tell(shell, log)
        if let recorder, recorder.isDue(shell.core.recordedBytes, at: MonotonicClock.now()) { record() }
    }

    /// Nothing more is heard: writes what is yet to be written of the recording.
    func end() {
        record()
        if let recorder { log.write(.info, recorder.statusLine) }
    }

    private func record() {
        guard let recorder else { return }
        var notices: [String] = []
        shell.update { notices = recorder.write(&$0) }
        for line in notices { log.write(.warning, line) }
    }

    /// Candles that closed while the process was gone are told as if they came now; so is the one before
    /// them, of which nobody knows whether it was heard.
    private func tellMissed(_ candles: [Kline]) {
        let missed = candles.filter(told.isNew)
        let fetched = missed.isEmpty
            ? "no candle closed meanwhile" : "fetched the \(missed.count) candles that closed since "
                + "\(missed.map(\.openTime).min() ?? .zero)"
        log.write(
            .warning,
            "joins the market anew after it was gone: \(fetched); trades and quotes of that time are lost")
        for kline in missed { shell.update { $0.recordMissed(kline) } }
        for kline in candles { pushed.push(MarketEvent(.kline(kline), at: kline.closeTime)) }
    }

    /// Remembers which candles were said, for the next start of this run.
    func keep(told candles: [Timestamp]) {
        do {
            try told.keep(candles)
            isKept = true
        } catch {
            if isKept { log.write(.warning, "\(error): after a kill it may tell candles again") }
            isKept = false
        }
    }

    /// Logs what happened since the last call; answers the newest of it.
    @discardableResult
    private static func tell(_ shell: ClientShell<BinanceFeedCore>, _ log: Log) -> String? {
        var lines: [String] = []
        shell.update { lines = $0.takeNotices() }
        for line in lines { log.write(.warning, "the market's feed \(line)") }
        return lines.last
    }

    private static func unknown(_ settings: Settings, _ addresses: BinanceAddresses) -> HostError {
        let names = settings.instruments.instruments.map(\.name).joined(separator: ", ")
        return .configuration(
            "\(addresses.rest) knows none of the pairs (\(names)) on its "
                + "\(settings.market.configurationName) market: look at the safe list, at \"market\" in "
                + "strata.json and at the address (--base-url, --network)")
    }
}
