import Market
import Messages
import Stages

/// What a venue says beside events and answers, whether it is a stage in here or lives outside.
extension InProcessHost {
    /// A request ends without an answer.
    mutating func unanswer(_ id: RequestID, _ why: Unanswered) {
        guard let place = asks.firstIndex(where: { $0.id == id }) else { return }
        let asker = asks.remove(at: place).asker
        if asker >= 0 { next.append(RoutedInput(.unanswered(id, why), to: asker, at: time)) }
    }

    /// Whoever asks a venue is told that it is gone, or back.
    mutating func link(of index: Int, _ state: LinkState) {
        for slot in places.indices where places[slot].rank == .executor {
            next.append(RoutedInput(.link(places[index].rank, state), to: slot, at: time))
        }
    }

    /// Where the stage stands that asks a venue; `nil` where it is not here.
    var venueAsker: Int? { places.firstIndex { $0.rank == .executor } }

    /// Whether the venue of the executor in here lives outside.
    package var hasVenueOutside: Bool { venueAsker != nil && !places.contains { $0.rank == .venue } }

    /// Something that a venue outside told: a step.
    package mutating func deliver(_ event: VenueEvent) { deliver(.venueEvent(event), id: .none, at: time) }
}
