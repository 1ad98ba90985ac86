import Market
import Messages
import Stages

extension L1OperationalStage {
    mutating func woken(_ timer: TimerID, _ input: Envelope, _ effects: inout Effects) {
        switch timer.purpose {
        case Timer.plan: dropWaiting(input, &effects)
        case Timer.retry:
            guard let child = children.firstIndex(where: { $0.serial == timer.number }),
                !children[child].status.isFinal
            else { return }
            if children[child].mayHaveArrived { ask(about: child, &effects) } else { submit(child, &effects) }
        default: expire(timer.number, input, &effects)
        }
    }

    /// A signal's time is over: what was not sent never is, what rests is cancelled.
    private mutating func expire(_ serial: UInt32, _ input: Envelope, _ effects: inout Effects) {
        guard let place = works.firstIndex(where: { $0.serial == serial }) else { return }
        guard works[place].phase == .working else {
            let late = Reason.late(at: input.time, until: works[place].intent.expires)
            return finish(works[place].id, .expired, late, &effects)
        }
        for child in children
        where child.intent.clientOrderID.signal == works[place].id && !child.status.isFinal {
            var cancel = CancelOrder()
            cancel.clientOrderID = child.intent.clientOrderID
            cancel.symbol = child.intent.symbol
            cancel.expires = input.time + settings.risk.approvalOnKlines
            cancel.reason = .late(at: input.time, until: works[place].intent.expires)
            effects.ask(
                .executor, RequestID(cancel.clientOrderID, .cancel), .cancel(cancel),
                answerBy: settings.operational.answerWithin)
        }
    }

    /// Nobody took a cancel in time: it is said again, as long as the order is open.
    mutating func cancelLater(_ child: Int, _ input: Envelope, _ effects: inout Effects) {
        guard let work = works.first(where: { $0.id == children[child].intent.clientOrderID.signal }) else {
            return
        }
        effects.wake(TimerID(Timer.expiry, Int(work.serial)), at: input.time + Self.cancelAgainAfter)
    }

    /// Event time after which a cancel without an answer is said again.
    private static let cancelAgainAfter = TimeSpan.seconds(10)

    /// Somebody is gone or back. While the executor is gone nothing is sent; when it is back, what is in
    /// flight is looked up first.
    mutating func hear(_ rank: ProcessRank, _ link: LinkState, _ input: Envelope, _ effects: inout Effects) {
        state.missing.note(rank, link)
        guard link == .up, DegradationCatalogue.requires(.holdOrders, of: Self.rank, on: .gone(rank)) else {
            return
        }
        for child in children.indices
        where children[child].mayHaveArrived && !children[child].status.isFinal {
            ask(about: child, &effects)
        }
        for work in works where work.phase == .held { proceed(work.id, input, &effects) }
    }

    func childPlace(_ order: ClientOrderID) -> Int? {
        children.firstIndex { $0.intent.clientOrderID == order && !$0.status.isFinal }
    }
}
