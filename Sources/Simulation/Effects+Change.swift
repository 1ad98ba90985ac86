import Stages

extension Effects {
    /// Adds another list, each effect as `change` makes it; `nil` leaves it out.
    mutating func add(_ others: Effects, change: (Effect) -> Effect? = { $0 }) {
        for effect in others.list {
            switch change(effect) {
            case .publish(let message, let causes)?: publish(message, because: causes)
            case .ask(let peer, let id, let message, let time)?: ask(peer, id, message, answerBy: time)
            case .answer(let id, let message)?: answer(id, message)
            case .unanswer(let id, let why)?: unanswer(id, why)
            case .link(let state)?: link(state)
            case .wake(let timer, let time)?: wake(timer, at: time)
            case .store(let place)?: store(others.records[place])
            case nil: break
            }
        }
    }
}
