import Configuration
import Market
import Messages
import RiskRules
import Stages

/// Works signals, each from its decision to its one report: has entries approved, splits them, and has them
/// carried out as child orders.
struct Desk: Sendable {
    /// Event time after which a cancel without an answer is said again.
    private static let cancelAgainAfter = TimeSpan.seconds(10)

    private let settings: Settings
    private var works: [Work] = []
    private var children: ChildOrders
    private var reporter: Reporter
    /// Serial of the next work or child.
    private var nextSerial: UInt32 = 1

    init(_ settings: Settings) {
        self.settings = settings
        children = ChildOrders(settings)
        reporter = Reporter(symbols: settings.instruments.count)
    }

    // MARK: - Signals

    /// Begins to work a signal, or refuses it at once.
    mutating func begin(
        _ signal: Signal, _ plan: ExecutionPlan?, cause: EventID, at time: Timestamp,
        in around: Surroundings, _ effects: inout Effects
    ) {
        if let flaw = SignalCheck(settings: settings).flaw(in: signal) {
            return refuse(signal, flaw, cause: cause, in: around, &effects)
        }
        let longest = time + OrderBounds.signalLife(settings)
        let expires = min(plan?.expires ?? time + settings.operational.outsideSignalLife, longest)
        var work = Work(
            signal, plan, cause: cause, serial: serial(), expires: expires, at: time, in: around)
        let late = Reason.lateness(of: expires, at: time)
        // L4's factor on risk is for lone signals alone: L2 has sized its own by it.
        if late == nil, plan == nil { work.lower(by: work.rules.riskScale) }
        works.append(work)
        effects.wake(TimerID(L1Timer.expiry, Int(work.serial)), at: expires)
        if let late { return finish(work.id, .expired, late, in: around, &effects) }
        if !around.account.isHolding { proceed(work.id, at: time, in: around, &effects) }
    }

    /// Refuses a signal that is not begun.
    mutating func refuse(
        _ signal: Signal, _ reason: Reason, cause: EventID, in around: Surroundings, _ effects: inout Effects
    ) {
        reporter.refuse(signal, reason, cause: cause, in: around, &effects)
    }

    /// Warns of a signal that has come before.
    mutating func warn(duplicate signal: Signal, in around: Surroundings, _ effects: inout Effects) {
        reporter.warn(duplicate: signal, in: around, &effects)
    }

    /// Warns of a signal whose id is not its sender's to give.
    mutating func warn(reserved signal: Signal, in around: Surroundings, _ effects: inout Effects) {
        reporter.warn(signal.signalID, signal.symbol, Reason(.reservedSignalID), in: around, &effects)
    }

    // MARK: - What is heard

    /// A fill dates the report; what was executed comes with the order's state.
    mutating func hear(_ fill: Fill, at time: Timestamp) {
        if let place = place(of: fill.clientOrderID.signal) { works[place].lastFill = time }
    }

    /// Where an order stands. False: L1 doesn't know it.
    mutating func hear(
        _ order: OrderState, at time: Timestamp, in around: Surroundings, _ effects: inout Effects
    ) -> Bool {
        guard children.knows(order.clientOrderID) else { return false }
        take(children.hear(order, &effects), at: time, in: around, &effects)
        return true
    }

    /// The risk manager's answer to a whole intent.
    mutating func hear(
        _ verdict: RiskVerdict, _ id: RequestID, at time: Timestamp, in around: Surroundings,
        _ effects: inout Effects
    ) {
        guard let place = place(of: id.subject), works[place].phase == .checking else { return }
        let intent = works[place].intent
        if let refused = Self.refusal(verdict, intent, at: time) {
            return finish(works[place].id, .rejected, refused, in: around, &effects)
        }
        let largest = WorkJudge(around: around).largestChild(of: intent)
        send(place, largest: largest, Approval(verdict), in: around, &effects)
    }

    private static func refusal(
        _ verdict: RiskVerdict, _ intent: OrderIntent, at time: Timestamp
    ) -> Reason? {
        guard verdict.approved else { return verdict.reason }
        guard verdict.fingerprint == intent.fingerprint, intent.quantity <= verdict.quantity else {
            return Reason(.approvalMismatch)
        }
        guard time <= verdict.expires else {
            return .late(.approvalExpired, at: time, until: verdict.expires)
        }
        return nil
    }

    /// The executor's answer to an order that was sent.
    mutating func hear(
        _ answer: SubmitAnswer, _ id: RequestID, at time: Timestamp, in around: Surroundings,
        _ effects: inout Effects
    ) {
        let isHolding = around.account.isHolding
        take(
            children.hear(answer, id, at: time, isHolding: isHolding, &effects), at: time, in: around,
            &effects)
    }

    /// The executor's plain answer to a query or a cancel.
    mutating func hear(
        _ answer: Acknowledge, _ id: RequestID, at time: Timestamp, in around: Surroundings,
        _ effects: inout Effects
    ) {
        let isHolding = around.account.isHolding
        take(
            children.hear(answer, id, at: time, isHolding: isHolding, &effects), at: time, in: around,
            &effects)
    }

    /// A request without answer: no entry goes unchecked, and no order is sent twice by guess.
    mutating func unanswered(
        _ id: RequestID, _ why: Unanswered, at time: Timestamp, in around: Surroundings,
        _ effects: inout Effects
    ) {
        if id.verb == .riskCheck {
            guard let place = place(of: id.subject), works[place].phase == .checking else { return }
            return finish(id.subject, .rejected, Reason(.riskManagerGone), in: around, &effects)
        }
        let isHolding = around.account.isHolding
        take(
            children.unanswered(id, why, at: time, isHolding: isHolding, &effects), at: time, in: around,
            &effects)
    }

    /// The executor is back: what is in flight is looked up first, then what was held goes on.
    mutating func goOn(at time: Timestamp, in around: Surroundings, _ effects: inout Effects) {
        children.askAboutAll(&effects)
        for work in works where work.phase == .held { proceed(work.id, at: time, in: around, &effects) }
    }

    /// A retry's wait, or a signal's time, is over.
    mutating func woken(
        _ timer: TimerID, at time: Timestamp, in around: Surroundings, _ effects: inout Effects
    ) {
        if timer.purpose == L1Timer.retry { return children.woken(timer.number, &effects) }
        guard let work = works.first(where: { $0.serial == timer.number }) else { return }
        let late = Reason.late(at: time, until: work.intent.expires)
        if work.phase == .working {
            children.cancel(work.id, late, at: time, &effects)
        } else {
            finish(work.id, .expired, late, in: around, &effects)
        }
    }

    private mutating func take(
        _ news: ChildNews?, at time: Timestamp, in around: Surroundings, _ effects: inout Effects
    ) {
        switch news {
        case .ended(let signal, let outcome):
            finish(signal, outcome.status, outcome.reason, in: around, &effects)
        case .uncancelled(let signal):
            guard let place = place(of: signal) else { return }
            let timer = TimerID(L1Timer.expiry, Int(works[place].serial))
            effects.wake(timer, at: time + Self.cancelAgainAfter)
        case nil: break
        }
    }

    // MARK: - One work

    private func place(of id: Label) -> Int? { works.firstIndex { $0.id == id } }

    private mutating func serial() -> UInt32 {
        defer { nextSerial &+= 1 }
        return nextSerial
    }

    /// Goes on with a work that nothing holds back.
    private mutating func proceed(
        _ id: Label, at time: Timestamp, in around: Surroundings, _ effects: inout Effects
    ) {
        guard let place = place(of: id), works[place].phase == .held else { return }
        works[place].intent.referencePrice = around.market[works[place].intent.symbol].price
        if works[place].intent.reduces {
            exit(place, in: around, &effects)
        } else {
            enter(place, at: time, in: around, &effects)
        }
    }

    private mutating func enter(
        _ place: Int, at time: Timestamp, in around: Surroundings, _ effects: inout Effects
    ) {
        let judge = WorkJudge(around: around)
        judge.fitEntry(&works[place])
        let work = works[place]
        let isOpposed = works.contains { $0.opposes(work) }
        if let refused = judge.refusal(of: work, isOpposed: isOpposed, at: time) {
            return finish(work.id, .rejected, refused, in: around, &effects)
        }
        works[place].phase = .checking
        var check = RiskCheck()
        check.intent = work.intent
        check.confidence = work.confidence
        effects.ask(
            .riskManager, RequestID(work.intent.clientOrderID, .riskCheck), .riskCheck(check),
            answerBy: settings.operational.answerWithin)
    }

    private mutating func exit(_ place: Int, in around: Surroundings, _ effects: inout Effects) {
        let symbol = works[place].intent.symbol
        let working = children.reducing(symbol)
        if let refused = WorkJudge(around: around).fitExit(&works[place], working: working) {
            return finish(works[place].id, .rejected, refused, in: around, &effects)
        }
        let largest = settings.instruments[symbol].maxQuantity
        send(place, largest: largest, Approval(), in: around, &effects)
    }

    /// Splits a work into children and sends them.
    private mutating func send(
        _ place: Int, largest: Quantity, _ approval: Approval, in around: Surroundings,
        _ effects: inout Effects
    ) {
        let intent = works[place].intent
        let step = settings.instruments[intent.symbol].stepSize
        guard
            let split = ChildSplit(
                intent.quantity, largest: largest, step: step, limit: ClientOrderID.childLimit)
        else {
            let limit = largest.notional(at: intent.referencePrice) ?? .zero
            let reason = Reason(.orderTooLarge, found: intent.notional.double, limit: limit.double)
            return finish(works[place].id, .rejected, reason, in: around, &effects)
        }
        works[place].phase = .working
        for index in 0..<split.count {
            var child = Child(intent: intent, serial: serial(), approval: approval)
            let isLoneExit = intent.reduces && split.count == 1
            child.intent.clientOrderID.leg = isLoneExit ? ClientOrderID.exitLeg : UInt8(index + 1)
            child.intent.quantity = split[index]
            children.send(child, because: works[place].cause, &effects)
        }
    }

    /// Reports how a signal ended and forgets it.
    private mutating func finish(
        _ id: Label, _ status: ReportStatus, _ reason: Reason, in around: Surroundings,
        _ effects: inout Effects
    ) {
        guard let place = place(of: id) else { return }
        let work = works.remove(at: place)
        let outcome = children.outcome(of: id)
        children.forget(id)
        effects.wake(TimerID(L1Timer.expiry, Int(work.serial)), at: .never)
        reporter.close(work, outcome, status, reason, in: around, &effects)
    }

    // MARK: - State

    /// The figures of the dashboard, by symbol.
    func counters(in around: Surroundings) -> [L1Counters] { reporter.counters(works, in: around) }

    func save(into writer: inout StateWriter) {
        writer.write(works)
        children.save(into: &writer)
        reporter.save(into: &writer)
        writer.write(nextSerial)
    }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        works = try reader.readArray()
        try children.restore(from: &reader)
        try reporter.restore(from: &reader)
        nextSerial = try reader.read()
    }
}
