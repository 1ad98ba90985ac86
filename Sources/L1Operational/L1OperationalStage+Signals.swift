import Market
import Messages
import Stages

extension L1OperationalStage {
    /// Most plans and signals that wait for each other.
    static let waitingLimit = 64

    /// A plan comes just before its signal, or just after.
    mutating func take(_ plan: ExecutionPlan, _ input: Envelope, _ effects: inout Effects) {
        plans.removeAll { $0.expires < input.time }
        if plans.count == Self.waitingLimit { plans.removeFirst() }
        plans.append(plan)
        guard let place = waiting.firstIndex(where: { $0.signal.signalID == plan.signalID }) else { return }
        let waited = waiting.remove(at: place)
        begin(waited.signal, plan, cause: waited.cause, input, &effects)
    }

    /// A signal of L2: it waits for its plan and is never taken for a lone one.
    mutating func take(_ signal: Signal, _ input: Envelope, _ effects: inout Effects) {
        guard !input.isWarmUp else { return memory.insert(signal.signalID) }
        guard admit(signal, &effects) else { return }
        if let plan = plans.first(where: { $0.signalID == signal.signalID }) {
            begin(signal, plan, cause: input.id, input, &effects)
        } else {
            wait(for: signal, input, &effects)
        }
    }

    /// A lone signal from outside: answered at once, then worked without a plan.
    mutating func takeOutside(
        _ signal: Signal, _ id: RequestID, _ input: Envelope, _ effects: inout Effects
    ) {
        var answer = Acknowledge()
        answer.ok = admit(signal, &effects)
        if !answer.ok { answer.reason = Reason(.duplicateSignal) }
        effects.answer(id, .acknowledge(answer))
        if answer.ok { begin(signal, nil, cause: input.id, input, &effects) }
    }

    /// One attempt per signal: one that came before has had, or will have, its report.
    private mutating func admit(_ signal: Signal, _ effects: inout Effects) -> Bool {
        guard memory.contains(signal.signalID) else {
            memory.insert(signal.signalID)
            return true
        }
        if knows(signal.symbol) { counts[signal.symbol.int].duplicates += 1 }
        warn(signal.signalID, signal.symbol, Reason(.duplicateSignal), &effects)
        return false
    }

    private mutating func wait(for signal: Signal, _ input: Envelope, _ effects: inout Effects) {
        guard waiting.count < Self.waitingLimit else {
            return refuse(signal, Reason(.planMissing), cause: input.id, &effects)
        }
        let until = input.time + settings.operational.outsideSignalLife
        waiting.append(WaitingSignal(signal: signal, cause: input.id, until: until))
        effects.wake(TimerID(Timer.plan), at: waiting[0].until)
    }

    /// Gives up on plans that did not come.
    mutating func dropWaiting(_ input: Envelope, _ effects: inout Effects) {
        while let first = waiting.first, first.until <= input.time {
            waiting.removeFirst()
            refuse(first.signal, Reason(.planMissing), cause: first.cause, &effects)
        }
        effects.wake(TimerID(Timer.plan), at: waiting.first?.until ?? .never)
    }
}
