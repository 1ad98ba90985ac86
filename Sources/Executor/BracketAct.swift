import Messages
import Stages

/// What the keeper of stops and targets wants done.
enum BracketAct: BitwiseCopyable, Sendable {
    /// Ask the venue.
    case ask(RequestID, Message)
    /// Tell the executor, as a venue would that can do it all.
    case tell(VenueEvent)
    /// Tell a person.
    case alert(RiskAlert)
}
