import Configuration
import Market
import Messages
import Stages

/// L1: takes one decision (a Signal) at a time, holds it against the hard rules, has entries approved,
/// splits them, hands them to the executor and reports how each ended.
///
/// It decides no strategy: it never raises, turns round or reprices a signal. One attempt per signal,
/// one report per signal. The stage itself only says who of its parts hears what.
public struct L1OperationalStage: Stage {
    public static let rank = ProcessRank.l1Operational

    private var around: Surroundings
    private var intake = SignalIntake()
    private var desk: Desk

    public init(settings: Settings) {
        around = Surroundings(settings)
        desk = Desk(settings)
    }

    public mutating func handle(_ input: Envelope, into effects: inout Effects) {
        switch input.input {
        case .message: hear(input, &effects)
        case .request(let id, .signal(let signal)): takeOutside(signal, id, input, &effects)
        case .request: break
        case .answered(let id, let message): answered(id, message, at: input.time, &effects)
        case .unanswered(let id, let why):
            desk.unanswered(id, why, at: input.time, in: around, &effects)
        case .woken(let timer): woken(timer, at: input.time, &effects)
        case .link(let rank, let link): hear(rank, link, at: input.time, &effects)
        case .joined, .endOfData: break
        }
    }

    private mutating func hear(_ input: Envelope, _ effects: inout Effects) {
        switch input.message {
        case .kline(let kline): around.hear(kline)
        case .ticker(let ticker): around.hear(ticker)
        case .depth(let depth): around.hear(depth)
        case .feedHealth(let health): around.hear(health)
        case .strategyUpdate(let update): around.hear(update)
        case .executionPlan(let plan): take(plan, at: input.time, &effects)
        case .signal(let signal): take(signal, input, &effects)
        case .fill(let fill):
            around.hear(fill)
            desk.hear(fill, at: input.time)
        case .orderState(let order): hear(order, at: input.time, &effects)
        case .account(let row): around.hear(row)
        case .pnlUpdate(let update): around.hear(update)
        case .riskAlert(let alert): around.hear(alert)
        default: break
        }
    }

    private mutating func answered(
        _ id: RequestID, _ message: Message, at time: Timestamp, _ effects: inout Effects
    ) {
        switch message {
        case .riskVerdict(let verdict): desk.hear(verdict, id, at: time, in: around, &effects)
        case .submitAnswer(let answer): desk.hear(answer, id, at: time, in: around, &effects)
        case .orderState(let order): hear(order, at: time, &effects)
        case .acknowledge(let answer): desk.hear(answer, id, at: time, in: around, &effects)
        default: break
        }
    }

    /// The signal of an order that L1 does not know (it was away) counts as handled.
    private mutating func hear(_ order: OrderState, at time: Timestamp, _ effects: inout Effects) {
        guard !desk.hear(order, at: time, in: around, &effects) else { return }
        intake.note(order.clientOrderID.signal)
    }

    private mutating func woken(_ timer: TimerID, at time: Timestamp, _ effects: inout Effects) {
        guard timer.purpose == L1Timer.plan else {
            return desk.woken(timer, at: time, in: around, &effects)
        }
        while let late = intake.overdue(at: time, &effects) {
            desk.refuse(late.signal, Reason(.planMissing), cause: late.cause, in: around, &effects)
        }
    }

    /// Somebody is gone or back. While the executor is gone nothing is sent.
    private mutating func hear(
        _ rank: ProcessRank, _ link: LinkState, at time: Timestamp, _ effects: inout Effects
    ) {
        around.hear(rank, link)
        guard link == .up, DegradationCatalogue.requires(.holdOrders, of: Self.rank, on: .gone(rank)) else {
            return
        }
        desk.goOn(at: time, in: around, &effects)
    }

    // MARK: - Signals

    private mutating func take(_ plan: ExecutionPlan, at time: Timestamp, _ effects: inout Effects) {
        guard let waited = intake.take(plan, at: time) else { return }
        begin(waited.signal, plan, cause: waited.cause, at: time, &effects)
    }

    /// A signal of L2: it waits for its plan and is never taken for a lone one.
    private mutating func take(_ signal: Signal, _ input: Envelope, _ effects: inout Effects) {
        guard !input.isWarmUp else { return intake.note(signal.signalID) }
        guard intake.admit(signal.signalID) else {
            return desk.warn(duplicate: signal, in: around, &effects)
        }
        if let plan = intake.plan(for: signal.signalID) {
            return begin(signal, plan, cause: input.id, at: input.time, &effects)
        }
        let until = input.time + around.settings.operational.outsideSignalLife
        if !intake.wait(WaitingSignal(signal: signal, cause: input.id, until: until), &effects) {
            desk.refuse(signal, Reason(.planMissing), cause: input.id, in: around, &effects)
        }
    }

    /// A lone signal from outside: worked without a plan. Where nothing comes of it at once, the answer says
    /// so; else its report follows.
    private mutating func takeOutside(
        _ signal: Signal, _ id: RequestID, _ input: Envelope, _ effects: inout Effects
    ) {
        if SignalCheck.isReserved(signal.signalID) {
            desk.warn(reserved: signal, in: around, &effects)
            return Self.answer(id, Reason(.reservedSignalID), &effects)
        }
        guard intake.admit(signal.signalID) else {
            desk.warn(duplicate: signal, in: around, &effects)
            return Self.answer(id, Reason(.duplicateSignal), &effects)
        }
        begin(signal, nil, cause: input.id, at: input.time, &effects)
        Self.answer(id, Self.end(of: signal.signalID, in: effects) ?? Reason(), &effects)
    }

    private mutating func begin(
        _ signal: Signal, _ plan: ExecutionPlan?, cause: EventID, at time: Timestamp, _ effects: inout Effects
    ) {
        intake.forgetPlan(for: signal.signalID)
        desk.begin(signal, plan, cause: cause, at: time, in: around, &effects)
    }

    private static func answer(_ id: RequestID, _ refusal: Reason, _ effects: inout Effects) {
        var answer = Acknowledge()
        answer.ok = refusal.code == .none
        answer.reason = refusal
        effects.answer(id, .acknowledge(answer))
    }

    /// Why a signal has ended in this very step; `nil` where it goes on.
    private static func end(of id: Label, in effects: Effects) -> Reason? {
        for case .publish(.report(let report), _) in effects.list where report.signalID == id {
            return report.reason
        }
        return nil
    }

    // MARK: - State

    public func save(into writer: inout StateWriter) {
        around.save(into: &writer)
        intake.save(into: &writer)
        desk.save(into: &writer)
    }

    public mutating func restore(from reader: inout StateReader) throws(StateError) {
        try around.restore(from: &reader)
        try intake.restore(from: &reader)
        try desk.restore(from: &reader)
    }

    // MARK: - What the dashboard shows

    /// The figures of the dashboard, by symbol.
    public var counters: [L1Counters] { desk.counters(in: around) }

    /// Rolling correlation of BTC and ETH, −1 to 1; NaN before it is known.
    public var rollingCorrelation: Double { around.market.correlation.value }

    /// Largest BTC–ETH correlation on cross exposure.
    public var correlationLimit: Double { around.settings.limits.maxCorrelation }

    /// Free USDT by the executor's last account: with the counters' positions the balance snapshot (O9).
    public var freeBalance: Money { around.account.free }
}
