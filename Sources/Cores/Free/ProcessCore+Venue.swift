import Messages
import Stages

/// A venue that lives outside of the process: each of its words is an input, written down before it is
/// handled, so that a replay needs no venue.
extension ProcessCore {
    /// Something that a venue outside says.
    package func take(_ word: VenueWord) throws(HostError) {
        switch word {
        case .event(let event): try perform(.venue(event))
        case .answered(let id, let message): try end(.answered(id, message), id)
        case .unanswered(let id, let why): try end(.unanswered(id, why), id)
        case .link(let state): try perform(.link(.venue, state))
        }
    }

    /// A request reaches the venue that stands in here: its answer.
    package func askVenue(_ id: RequestID, _ message: Message) throws(HostError) -> Message? {
        try perform(.askedVenue(id, message))
    }

    /// How an ask of the venue ended; what nobody waits for is dropped.
    private func end(_ input: Input, _ id: RequestID) throws(HostError) {
        guard let asking = pending.first(where: { $0.id == id && $0.peer == .venue }) else { return }
        try perform(.answer(input, slot: asking.slot))
    }
}
