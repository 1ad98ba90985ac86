import Market
import Stages

/// What is held of one symbol at the paper venue.
struct HeldPosition: BitwiseCopyable, Sendable {
    var position = Position()
    /// Number of the newest event about this symbol.
    var lastEventID: UInt64 = 0
    /// Moment of the last funding; zero before the first candle.
    var lastFunding = Timestamp.zero
    var nextFunding = Timestamp.never

    func record(_ symbol: SymbolID) -> VenuePosition {
        VenuePosition(symbol: symbol, position: position, lastEventID: lastEventID, lastFunding: lastFunding)
    }
}
