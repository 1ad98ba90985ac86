import Configuration
import Executor
import Market
import Messages
import Stages

/// The executor before a limited venue, as it is or with a planted mistake of its keeper of stops.
struct BentKeeper: Stage {
    private var inner: BracketedExecutor
    private let bug: PlantedBug?
    /// The stops in their first size.
    private var first: [OrderIntent] = []

    init(_ settings: Settings, _ bug: PlantedBug?, layout: BracketLayout = .apart) {
        inner = BracketedExecutor(settings: settings, layout: layout)
        self.bug = bug
    }

    mutating func handle(_ input: Envelope, into effects: inout Effects) {
        guard bug != nil else { return inner.handle(input, into: &effects) }
        var said = Effects()
        inner.handle(input, into: &said)
        for effect in said.list {
            guard case .ask(_, _, .place(let intent), _) = effect, intent.purpose == .stop else { continue }
            if intent.clientOrderID.leg == ClientOrderID.stopLeg { first.append(intent) }
        }
        effects.add(said) { changed($0) }
    }

    private func changed(_ effect: Effect) -> Effect {
        switch (bug, effect) {
        case (.stopNotResized?, .ask(let peer, let id, .place(var intent), let limit)):
            let before = first.last { $0.clientOrderID.signal == id.subject }
            guard intent.purpose == .stop, let before else { return effect }
            intent.quantity = before.quantity
            return .ask(peer, id, .place(intent), answerBy: limit)
        case (.otherLegStays?, .ask(let peer, let id, .venueCancel(let order), let limit)):
            guard id.order.bracketLeg == ClientOrderID.stopLeg, order.reason.code == .targetTouched else {
                return effect
            }
            var query = OrderQuery()
            (query.clientOrderID, query.symbol) = (order.clientOrderID, order.symbol)
            return .ask(peer, id, .venueQuery(query), answerBy: limit)
        default: return effect
        }
    }

    mutating func recover(_ record: Record) { inner.recover(record) }
    func save(into writer: inout StateWriter) { inner.save(into: &writer) }
    mutating func restore(from reader: inout StateReader) throws(StateError) {
        try inner.restore(from: &reader)
    }
}
