import Delivery
import Engine
import Market
import Messages
import Stages

/// What the processes say, ask and answer.
extension Checker {
    /// A frame of a step, whether or not it came out.
    func hear(_ frame: Frame, from process: SimulatedProcess) {
        if let reason = Self.reason(in: frame.message) {
            expect(reason.isWhole, "\(reason.code.name) is said without its figures: \(reason.text)")
        }
        switch process.rank {
        case .feedHandler: if case .clock(let clock) = frame.message { hear(clock) }
        case .executor:
            book(frame.message)
            if case .fill(let fill) = frame.message {
                expect(process.disk.holds(fill), "fill \(fill.fillID) is said before it is kept")
            }
        case .riskManager:
            guard case .riskAlert(let alert) = frame.message, alert.symbol == .none else { return }
            isRiskHalted = alert.halted
            let isBreach = alert.halted && Self.hardLimits.contains(alert.reason.code)
            expect(!isBreach, "the risk manager takes the books for beyond a limit: \(alert.reason.text)")
        default: break
        }
    }

    private func hear(_ clock: Clock) {
        expect(clock.time >= clockTime, "the clock runs back from \(clockTime) to \(clock.time)")
        clockTime = clock.time
    }

    /// The feed handler runs: time goes on there, with data or without.
    func expectClock(at now: Timestamp) {
        expect(clockTime + .minutes(2) >= now, "it is \(now), and the feed's clock stands at \(clockTime)")
    }

    /// A process whose feed handler is gone goes on with the time.
    func expectTime(of process: SimulatedProcess, at now: Timestamp) {
        expect(
            process.time + .minutes(4) >= now,
            "it is \(now), the feed handler is gone, and \(process.rank.name) stands at \(process.time)")
    }

    /// A frame that came out, or can be asked for.
    func said(_ message: Message, at time: Timestamp) {
        switch message {
        case .signal(let signal): begin(signal, at: time)
        case .report(let report): end(report)
        default: break
        }
    }

    private static func reason(in message: Message) -> Reason? {
        switch message {
        case .report(let report): report.reason
        case .orderState(let state): state.reason
        case .alert(let alert), .riskAlert(let alert): alert.reason
        case .strategyUpdate(let update): update.reason
        case .drift(let drift): drift.reason
        case .skipped(let skipped): skipped.reason
        default: nil
        }
    }

    /// L1 took a signal from outside.
    func accepted(_ signal: Signal) {
        begin(signal, at: time)
        lives[signal.signalID]?.isHeard = true
    }

    private func begin(_ signal: Signal, at time: Timestamp) {
        expect(lives[signal.signalID] == nil, "signal \(signal.signalID) came twice")
        counts.signals += 1
        lives[signal.signalID] = Life(
            symbol: signal.symbol, since: time, minute: minute, executed: early(signal.signalID))
        lifeOrder.append(signal.signalID)
        if let report = earlyReports[signal.signalID] { lives[signal.signalID]?.reports = report.reports }
    }

    private func end(_ report: ExecutionReport) {
        counts.reports += 1
        guard let life = lives[report.signalID] else {
            return earlyReports[report.signalID] = (report.executedQuantity, 1)
        }
        expect(life.reports == 0, "signal \(report.signalID) is reported twice")
        lives[report.signalID]?.reports += 1
        lives[report.signalID]?.executed = report.executedQuantity
    }

    private func early(_ signal: Label) -> Quantity { earlyReports[signal]?.executed ?? .zero }

    /// A person takes a halt back: from now on it may trade, even where it dies before it can say so.
    func resumes(_ rank: ProcessRank) {
        if rank == .executor { isExecutorHalted = false } else { isRiskHalted = false }
    }

    /// A process is about to handle a frame.
    func handled(_ message: Message, by process: SimulatedProcess) {
        switch (process.rank, message) {
        case (.executor, .riskAlert(let alert)): if alert.halted { isExecutorHalted = true }
        case (.riskManager, .kline(let kline)):
            riskMarks[kline.symbol.int] = kline.close
            if let newest = recentWorth.indices.last {
                recentWorth[newest].equity = max(recentWorth[newest].equity, equity(riskMarks))
            }
        case (.l1Operational, .signal(let signal)): lives[signal.signalID]?.isHeard = true
        default: break
        }
    }

    /// Something that a process asks.
    func hear(_ asking: Outbox.Asking, from process: SimulatedProcess) {
        asked[process.rank, default: [:]][asking.id, default: 0] += 1
        guard process.rank == .executor, case .place(let intent) = asking.message else { return }
        let id = intent.clientOrderID
        if let before = placed[id] {
            return expect(isSame(before, intent), "\(id.text) was placed again with another content")
        }
        placed[id] = intent
        let now = process.time
        expect(intent.expires >= now, "\(id.text) was placed at \(now), but expired at \(intent.expires)")
        if intent.purpose == .stop || intent.purpose == .target { return }
        if intent.reduces { return counts.exits += 1 }
        openEntries.insert(id)
        checkEntry(intent, at: now)
    }

    private func checkEntry(_ intent: OrderIntent, at now: Timestamp) {
        counts.entries += 1
        let id = intent.clientOrderID
        expect(!isExecutorHalted, "\(id.text) was placed although trading is halted")
        expect(!settings[intent.symbol].exitsOnly, "\(id.text) enters a pair that is not traded any more")
        let given = approvals[id.signal]?.first { isFor(intent, $0) && $0.expires >= now }
        guard let given else { return fail("\(id.text) was placed without a valid approval") }
        entered[id.signal, default: .zero] += intent.quantity
        let total = entered[id.signal] ?? .zero
        expect(
            total <= given.quantity,
            "the orders of \(id.signal) are for \(total), approved were \(given.quantity)")
    }

    /// An answer as it leaves.
    func answered(
        _ id: RequestID, _ message: Message, _ reply: Message, by rank: ProcessRank,
        _ process: SimulatedProcess
    ) {
        switch (message, reply) {
        case (.riskCheck(let check), .riskVerdict(let verdict)): judge(check, verdict)
        case (.submit(let order), .submitAnswer(let answer)):
            let doors: [ReasonCode] = [.halted, .reduceOnly, .notTrading, .reconciling]
            let isWrong = order.intent.reduces && !answer.accepted && doors.contains(answer.reason.code)
            expect(
                !isWrong, "\(order.intent.clientOrderID.text) reduces and was refused: \(answer.reason.text)")
            if !answer.accepted { checkRefusal(order, answer.reason) }
        case (.halt, .acknowledge), (.resume, .acknowledge):
            let isHalt = message.kind == .halt
            if rank == .executor { isExecutorHalted = isHalt } else { isRiskHalted = isHalt }
        case (.place(let intent), .venueAnswer(let answer)):
            if answer.status == .new { accepted(intent) }
        default: break
        }
    }

    /// A process is about to hear what became of a request: once for each that it asked.
    func settled(_ answer: Input, by process: SimulatedProcess) {
        guard case .answered(let id, _) = answer else {
            guard case .unanswered(let id, _) = answer else { return }
            return settled(id, by: process)
        }
        settled(id, by: process)
    }

    private func settled(_ id: RequestID, by process: SimulatedProcess) {
        let open = asked[process.rank]?[id] ?? 0
        let name = process.rank.name
        expect(open > 0, "\(name) hears once too often what became of \(id.verb) \(id.order.text)")
        asked[process.rank, default: [:]][id] = open > 1 ? open - 1 : nil
    }

    /// What the executor holds orders against besides their approval.
    private static let hardLimits: [ReasonCode] = [
        .legOutOfRange, .lifetimeTooLong, .invalidPrice, .orderTooLarge, .totalExposure, .assetExposure,
        .cryptoExposure, .insufficientMargin, .insufficientBalance,
    ]

    /// The executor is never tighter than the risk manager: what that has approved, no limit refuses here.
    private func checkRefusal(_ order: SubmitOrder, _ reason: Reason) {
        let isLimit = Self.hardLimits.contains(reason.code)
        let id = order.intent.clientOrderID.text
        expect(!isLimit, "\(id) of L1 was refused by the executor: \(reason.text)")
    }

    /// The process that was asked died over its answer, and handles the question again with its journal: what
    /// it approved counts there, although nobody heard of it.
    func unanswered(_ message: Message) {
        guard case .riskCheck(let check) = message, !check.intent.reduces else { return }
        recentEntries.append(Entry(intent: check.intent, value: highest(check.intent), minute: minute))
    }

    private func judge(_ check: RiskCheck, _ verdict: RiskVerdict) {
        guard !check.intent.reduces else { return }
        let signal = check.intent.clientOrderID.signal
        let recent = recentEntries.reduce(0) { $0 + max($1.value, highest($1.intent)) }
        let prices = [marks, riskMarks, costMarks]
        let held = (recentWorth.map(\.open) + [venue]).reduce(recentWorth.map(\.exposure).max() ?? 0) {
            most, open in prices.reduce(most) { max($0, open.exposure($1)) }
        }
        let most = held + recent + highest(check.intent) + 1
        expect(
            verdict.exposure.double <= most,
            "the risk manager counts \(verdict.exposure) with \(signal); all that is or was open makes "
                + "\(most) at most")
        guard verdict.approved else { return counts.refusals += 1 }
        counts.approvals += 1
        let isAgain = isKnown(verdict, signal)
        expect(!isRiskHalted || isAgain, "\(signal) was approved although trading is halted")
        if !isAgain { checkLimit(check.intent, verdict) }
        // An order whose outcome is unknown counts until it can have none.
        recentEntries.append(Entry(intent: check.intent, value: highest(check.intent), minute: minute))
        judgements.append(Judgement(marks: riskMarks, limit: verdict.exposureLimit.double))
        approvals[signal, default: []].append(
            Approval(
                fingerprint: verdict.fingerprint, plain: plain(check.intent).fingerprint,
                quantity: verdict.quantity, expires: verdict.expires, number: judgements.count - 1))
    }

    /// Prices as the risk manager has heard them; where it has heard none, what is held has cost so much.
    private var costMarks: [Price] {
        riskMarks.indices.map { place in
            let book = books[place]
            guard riskMarks[place] == .zero, book.quantity != 0 else { return riskMarks[place] }
            let held = Quantity(raw: book.quantity).magnitude.double
            return Price(abs(Money(raw: book.cost).double) / held) ?? .zero
        }
    }

    /// What an order is worth at most by the prices that may have been heard, USDT.
    private func highest(_ intent: OrderIntent) -> Double {
        let place = intent.symbol.int
        let price = max(intent.referencePrice.double, marks[place].double, riskMarks[place].double)
        return intent.quantity.double * price
    }

    /// An approval counts at least what is open, by the prices that the risk manager has heard, and is within
    /// the limit; the limit follows the equity.
    private func checkLimit(_ intent: OrderIntent, _ verdict: RiskVerdict) {
        let signal = intent.clientOrderID.signal
        expect(
            verdict.exposure <= verdict.exposureLimit,
            "\(signal) was approved with exposure \(verdict.exposure), the limit is \(verdict.exposureLimit)")
        let least = venue.exposure(riskMarks, lowest: true) + intent.notional.double
        expect(
            verdict.exposure.double >= least - 1,
            "\(signal) was approved with exposure \(verdict.exposure); what is open makes \(least)")
        let richest = max(recentWorth.map(\.equity).max() ?? 0, equity(marks), equity(riskMarks))
        let limit = settings.limits.maxTotalExposure * (richest + unheardCost)
        expect(
            verdict.exposureLimit.double <= limit + 1,
            "\(signal) was approved by limit \(verdict.exposureLimit); the equity makes it \(limit) at most")
    }

    /// Asked again, the same answer is given; it is no new approval.
    private func isKnown(_ verdict: RiskVerdict, _ signal: Label) -> Bool {
        approvals[signal]?.contains {
            $0.fingerprint == verdict.fingerprint && $0.expires == verdict.expires
        } ?? false
    }
}
