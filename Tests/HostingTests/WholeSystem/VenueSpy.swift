import Configuration
import Messages
import PaperVenue
import Stages

/// The paper venue with an eye on what is placed there.
struct VenueSpy: Stage {
    private(set) var venue: PaperVenueStage
    private(set) var placed: [OrderIntent] = []

    init(_ settings: Settings) { venue = PaperVenueStage(settings: settings) }

    mutating func handle(_ input: Envelope, into effects: inout Effects) {
        if case .request(_, .place(let intent)) = input.input { placed.append(intent) }
        venue.handle(input, into: &effects)
    }

    mutating func recover(_ record: Record) { venue.recover(record) }
    func save(into writer: inout StateWriter) { venue.save(into: &writer) }
    mutating func restore(from reader: inout StateReader) throws(StateError) { try venue.restore(from: &reader) }
}
