import Market
import Messages
import Stages

/// Brings signals and their plans together, and knows which signals have come: each is handled once.
struct SignalIntake: Sendable {
    /// Most plans and signals that wait for each other.
    static let waitingLimit = 64

    private var plans: [ExecutionPlan] = []
    private var waiting: [WaitingSignal] = []
    private var memory = SignalMemory()

    /// Takes a plan: it comes just before its signal, or just after, and then gives the signal that
    /// waited for it.
    mutating func take(_ plan: ExecutionPlan, at time: Timestamp) -> WaitingSignal? {
        plans.removeAll { $0.expires < time }
        if plans.count == Self.waitingLimit { plans.removeFirst() }
        plans.append(plan)
        let place = waiting.firstIndex { $0.signal.signalID == plan.signalID }
        return place.map { waiting.remove(at: $0) }
    }

    /// Remembers a signal as handled. False: it came before.
    mutating func admit(_ id: Label) -> Bool {
        guard !memory.contains(id) else { return false }
        memory.insert(id)
        return true
    }

    /// Remembers a signal that was handled elsewhere, or while L1 was away.
    mutating func note(_ id: Label) { memory.insert(id) }

    /// The plan of a signal that has just come.
    func plan(for id: Label) -> ExecutionPlan? { plans.first { $0.signalID == id } }

    mutating func forgetPlan(for id: Label) { plans.removeAll { $0.signalID == id } }

    /// Lets a signal wait for its plan. False: there is no room.
    mutating func wait(_ signal: WaitingSignal, _ effects: inout Effects) -> Bool {
        guard waiting.count < Self.waitingLimit else { return false }
        waiting.append(signal)
        effects.wake(TimerID(L1Timer.plan), at: waiting[0].until)
        return true
    }

    /// Takes out the first signal whose plan did not come in time; after the last, asks to be woken for the
    /// next one.
    mutating func overdue(at time: Timestamp, _ effects: inout Effects) -> WaitingSignal? {
        if let first = waiting.first, first.until <= time { return waiting.removeFirst() }
        effects.wake(TimerID(L1Timer.plan), at: waiting.first?.until ?? .never)
        return nil
    }

    func save(into writer: inout StateWriter) {
        writer.write(plans)
        writer.write(waiting)
        writer.write(memory.ids)
        writer.write(memory.next)
    }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        plans = try reader.readArray()
        waiting = try reader.readArray()
        let ids: [Label] = try reader.readArray()
        memory = SignalMemory(ids: ids, next: try reader.read())
    }
}
