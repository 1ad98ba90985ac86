import Market
import Messages

/// A stop that rests at the venue for what is held: where it lies decides whether the position may be
/// enlarged.
struct RestingStop: BitwiseCopyable, Sendable {
    var order: ClientOrderID
    var symbol: SymbolID
    /// The side that it closes by.
    var side: Side
    /// Price that triggers it, USDT.
    var price: Price
}
