import Market
import Messages
import Stages

extension L1OperationalStage {
    /// A fill moves the position and dates the report; what was executed comes with the order's state.
    mutating func hear(_ fill: Fill, at time: Timestamp) {
        guard knows(fill.symbol) else { return }
        market[fill.symbol.int].position = fill.position
        if let place = works.firstIndex(where: { $0.id == fill.clientOrderID.signal }) {
            works[place].lastFill = time
        }
    }

    /// Where an order stands. The signal of an order that L1 does not know (it was away) counts as
    /// handled.
    mutating func hear(_ order: OrderState, _ input: Envelope, _ effects: inout Effects) {
        guard let child = childPlace(order.clientOrderID) else {
            return memory.insert(order.clientOrderID.signal)
        }
        children[child].mayHaveArrived = true
        children[child].executed = order.executedQuantity
        if let average = order.averagePrice.present {
            children[child].executedValue = order.executedQuantity.notional(at: average) ?? .zero
        }
        if order.status.isFinal { end(child, order.status, order.reason, &effects) }
    }

    /// A child's life is over; the last one's end makes the report.
    mutating func end(_ child: Int, _ status: OrderStatus, _ reason: Reason, _ effects: inout Effects) {
        children[child].status = status
        children[child].reason = reason
        effects.wake(TimerID(Timer.retry, Int(children[child].serial)), at: .never)
        let id = children[child].intent.clientOrderID.signal
        let outcome = Outcome(of: id, among: children)
        if outcome.isFinal { finish(id, outcome.status, outcome.reason, &effects) }
    }
}
