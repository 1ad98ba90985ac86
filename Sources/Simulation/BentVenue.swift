import Configuration
import Market
import Messages
import PaperVenue
import Stages

/// The paper venue with a planted mistake.
struct BentVenue: Stage {
    private var inner: PaperVenueStage
    private let bug: PlantedBug?
    private var placed: [OrderIntent] = []

    /// What a second copy's leg is raised by within.
    private static let copy: UInt8 = 100

    init(_ settings: Settings, _ bug: PlantedBug?) {
        inner = PaperVenueStage(settings: settings)
        self.bug = bug
    }

    mutating func handle(_ input: Envelope, into effects: inout Effects) {
        var said = Effects()
        inner.handle(changed(input), into: &said)
        effects.add(said) { changed($0) }
    }

    private mutating func changed(_ input: Envelope) -> Envelope {
        guard case .request(let id, .place(var intent)) = input.input else { return input }
        let isKnown = placed.contains { $0.clientOrderID == intent.clientOrderID }
        placed.append(intent)
        guard bug == .dedupeForgotten, isKnown, intent.clientOrderID.leg < Self.copy else { return input }
        intent.clientOrderID.leg += Self.copy
        return Envelope(.request(id, .place(intent)), at: input.time, id: input.id)
    }

    private func changed(_ effect: Effect) -> Effect {
        guard case .publish(.venueEvent(var event), let causes) = effect else { return effect }
        if event.clientOrderID.leg > Self.copy { event.clientOrderID.leg -= Self.copy }
        if bug == .stopForOrdered, event.kind == .protected, event.purpose == .stop {
            let ordered = placed.last { $0.clientOrderID.signal == event.clientOrderID.signal && !$0.reduces }
            event.quantity = max(event.quantity, ordered?.quantity ?? .zero)
        }
        return .publish(.venueEvent(event), causes)
    }

    mutating func recover(_ record: Record) { inner.recover(record) }
    func save(into writer: inout StateWriter) { inner.save(into: &writer) }
    mutating func restore(from reader: inout StateReader) throws(StateError) {
        try inner.restore(from: &reader)
    }
}
