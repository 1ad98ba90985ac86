import Configuration
import Market
import Messages
import Stages

/// Looks at the system from outside: at what is said, asked, answered and kept, never at a stage's state.
/// The first invariant that breaks is kept as text.
final class Checker {
    struct Approval {
        let fingerprint: UInt64
        /// The fingerprint of the entry without stop and target.
        let plain: UInt64
        let quantity: Quantity
        let expires: Timestamp
        /// Its place among all approvals.
        let number: Int
    }

    /// By what an approval was judged: the prices that the risk manager had heard, and its limit, USDT.
    struct Judgement {
        let marks: [Price]
        let limit: Double
    }

    /// An entry that was approved, what it was worth at most then, USDT, and the minute in which it last
    /// counted.
    struct Entry {
        let intent: OrderIntent
        let value: Double
        var minute: Int
    }

    /// What the account came to in a minute at most, USDT; the minute is one that executor and risk manager
    /// share.
    struct Worth {
        var exposure: Double
        var equity: Double
        /// What was open then: who has not heard of its end counts it by the prices of now.
        let open: VenueTruth
        let minute: Int
    }

    /// A signal's life.
    struct Life {
        let symbol: SymbolID
        let since: Timestamp
        /// How many minutes the market had told then.
        let minute: Int
        var reports = 0
        var executed = Quantity.zero
        /// Whether L1 had it.
        var isHeard = false
        /// L1 started anew when it had the signal, or before: its report may be missing.
        var isExcused = false
    }

    /// Those of the run at hand.
    var settings: Settings
    var counts = SimulationCounts()
    private(set) var breach: String?
    private(set) var time = Timestamp.zero
    var marks: [Price]
    /// Prices as the risk manager has heard them.
    var riskMarks: [Price]
    var judgements: [Judgement] = []
    var venue: VenueTruth
    /// What the executor's books must show, by symbol, and what it has yet to book.
    var books: [BookTruth]
    var unbooked: [VenueEvent] = []
    /// Rows of the account that belong to what was booked last.
    var rowsDue = 0
    var approvals: [Label: [Approval]] = [:]
    var placed: [ClientOrderID: OrderIntent] = [:]
    /// Quantity of all entries that a signal led to.
    var entered: [Label: Quantity] = [:]
    var lives: [Label: Life] = [:]
    var lifeOrder: [Label] = []
    /// Reports that came before the word that their signal was taken.
    var earlyReports: [Label: (executed: Quantity, reports: Int)] = [:]
    var isRiskHalted = false
    var isExecutorHalted = false
    /// What the account came to in each of the last minutes.
    var recentWorth: [Worth] = []
    /// Fills of the last minutes: the risk manager may not have heard of them.
    var recentFills: [(minute: Int, event: VenueEvent)] = []
    var recentEntries: [Entry] = []
    /// Orders of entries that the executor has not called final.
    var openEntries: Set<ClientOrderID> = []
    /// Minutes that the market has told: where its clock leaps ahead, what stands still has missed none.
    var minute = 0
    /// Minutes in which the executor and the risk manager both were there.
    var sharedMinute = 0
    var keptFills = 0
    /// What the feed's clock told last.
    var clockTime = Timestamp.zero
    /// Whether stops are placed one by one, so that they may be on their way; and by symbol since which
    /// minute what rests is not what is held.
    let areStopsPlaced: Bool
    var uncoveredSince: [Int?]
    /// How often each process asked what has no outcome yet.
    var asked: [ProcessRank: [RequestID: Int]] = [:]

    init(_ settings: Settings, areStopsPlaced: Bool) {
        self.settings = settings
        self.areStopsPlaced = areStopsPlaced
        uncoveredSince = Array(repeating: nil, count: settings.instruments.count)
        marks = Array(repeating: .zero, count: settings.instruments.count)
        riskMarks = marks
        venue = VenueTruth(symbols: marks.count)
        books = Array(repeating: BookTruth(), count: marks.count)
    }

    func fail(_ text: @autoclosure () -> String) {
        if breach == nil { breach = "\(time): \(text())" }
    }

    /// Notes an invariant that must hold.
    func expect(_ holds: Bool, _ text: @autoclosure () -> String) {
        if !holds { fail(text()) }
    }

    /// The market goes on by a minute, with or without an executor that hears it.
    /// What a risk manager that is away had heard, it goes on with; and what the executor said while the
    /// other was away it hears once both are there.
    func hear(_ candles: [Kline], hasExecutor: Bool, hasRiskManager: Bool) {
        for kline in candles { marks[kline.symbol.int] = kline.close }
        if let close = candles.first?.closeTime { time = close }
        let exposure = venue.exposure(marks)
        recentWorth.append(
            Worth(exposure: exposure, equity: equity(marks), open: venue, minute: sharedMinute))
        minute += 1
        if hasExecutor, hasRiskManager {
            sharedMinute += 1
            recentWorth.removeAll { $0.minute < sharedMinute - Self.window }
            recentFills.removeAll { $0.minute < sharedMinute - Self.window }
        }
        // An approval counts for its own life, too, which is a minute or the longest of a signal; an order
        // for as long as it is open, and both while the executor can't say what it took.
        for place in recentEntries.indices
        where !hasExecutor || isOpen(recentEntries[place].intent.clientOrderID.signal) {
            recentEntries[place].minute = minute
        }
        if hasRiskManager { recentEntries.removeAll { $0.minute < minute - 2 * Self.window } }
    }

    private func isOpen(_ signal: Label) -> Bool { openEntries.contains { $0.signal == signal } }

    /// Minutes within which what was approved, or was open, may still count at the risk manager.
    static let window = 10

    func died(_ process: SimulatedProcess) {
        counts.deaths += 1
        if process.rank == .executor { excuseStops() }
    }

    /// A process forgot what it had in work: what L1 had may never be reported.
    func startedAnew(_ process: SimulatedProcess) {
        asked[process.rank] = nil
        if process.rank == .feedHandler { clockTime = .zero }
        if process.rank == .executor {
            rowsDue = 0
            excuseStops()
        }
        // Without history it knows no price at first, and values what is held by what it cost.
        if process.rank == .riskManager { for place in riskMarks.indices { riskMarks[place] = .zero } }
        // What L2 had said, nobody has any more: who had not heard of it never will.
        if process.rank == .l2Tactic { excuseUnheard() }
        guard process.rank == .l1Operational else { return }
        for id in lifeOrder where lives[id]?.reports == 0 { lives[id]?.isExcused = true }
    }

    /// Nobody could give a process what it missed: a signal that L1 never had has no report. Where everybody
    /// was there they could have.
    func lost(by process: SimulatedProcess, isExcused: Bool) {
        counts.framesLost += 1
        expect(isExcused, "\(process.rank.name) has frames lost for good, and nobody was away")
        if process.rank == .l1Operational { excuseUnheard() }
    }

    private func excuseUnheard() {
        for id in lifeOrder where lives[id]?.isHeard == false { lives[id]?.isExcused = true }
    }

    /// A step is over.
    func endStep(of process: SimulatedProcess) {
        guard process.rank == .executor else { return }
        if let event = unbooked.first { fail("the executor didn't book \(event)") }
        for place in venue.positions.indices { checkStops(SymbolID(place)) }
        if let fill = process.disk.doubledFills.first { fail("fill \(fill) was kept twice") }
    }


    /// The run is over and everything calm.
    func finish() {
        expect(counts.fills == keptFills, "the venue filled \(counts.fills) times, \(keptFills) were said")
        for id in lifeOrder {
            guard let life = lives[id], life.minute < minute - 15, !life.isExcused else { continue }
            expect(life.reports == 1, "signal \(id) of \(life.since) has \(life.reports) reports")
            let executed = executed(of: id)
            expect(
                life.executed == executed,
                "signal \(id) reports \(life.executed), the venue filled \(executed)")
        }
    }

    private func executed(of signal: Label) -> Quantity {
        (1...ClientOrderID.exitLeg).reduce(.zero) { sum, leg in
            let isBracket = leg == ClientOrderID.stopLeg || leg == ClientOrderID.targetLeg
            return isBracket ? sum : sum + (venue.filled[ClientOrderID(signal: signal, leg: leg)] ?? .zero)
        }
    }
}
