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
            return finish(works[place].id, .expired, Reason(.expired), &effects)
        }
        for child in children
        where child.intent.clientOrderID.signal == works[place].id && !child.status.isFinal {
            var cancel = CancelOrder()
            cancel.clientOrderID = child.intent.clientOrderID
            cancel.symbol = child.intent.symbol
            effects.ask(
                .executor, RequestID(cancel.clientOrderID, .cancel), .cancel(cancel),
                answerBy: settings.operational.answerWithin)
        }
    }

    /// While the executor is gone nothing is sent; when it is back, what is in flight is looked up first.
    mutating func hear(_ rank: ProcessRank, _ link: LinkState, _ input: Envelope, _ effects: inout Effects) {
        guard rank == .executor else { return }
        state.isExecutorDown = link == .down
        guard link == .up else { return }
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
