import Market
import Messages
import Stages

/// Something that the executor asked for and that was not answered yet.
struct VenueAsk: BitwiseCopyable, Sendable {
    let id: RequestID
    /// The pair whose books are asked for; none for the account's.
    var symbol = SymbolID.none
    /// When, monotonic.
    let askedAt: Int64
}
