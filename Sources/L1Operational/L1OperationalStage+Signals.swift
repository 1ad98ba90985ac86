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

    /// A lone signal from outside: worked without a plan. Where nothing comes of it at once, the answer says
    /// so; else its report follows.
    mutating func takeOutside(
        _ signal: Signal, _ id: RequestID, _ input: Envelope, _ effects: inout Effects
    ) {
        if Self.isReserved(signal.signalID) {
            let reason = Reason(.reservedSignalID)
            warn(signal.signalID, signal.symbol, reason, &effects)
            return answer(id, reason, &effects)
        }
        guard admit(signal, &effects) else { return answer(id, Reason(.duplicateSignal), &effects) }
        begin(signal, nil, cause: input.id, input, &effects)
        answer(id, Self.end(of: signal.signalID, in: effects) ?? Reason(), &effects)
    }

    private func answer(_ id: RequestID, _ refusal: Reason, _ effects: inout Effects) {
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

    /// Whether an id begins as L2's own do: "r", the run's number, "-". One from outside would keep L2's
    /// signal of that name out as its double.
    private static func isReserved(_ id: Label) -> Bool {
        guard id.count > 2, id[0] == UInt8(ascii: "r") else { return false }
        var place = 1
        while place < id.count, (48...57).contains(id[place]) { place += 1 }
        return place > 1 && place < id.count && id[place] == UInt8(ascii: "-")
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
