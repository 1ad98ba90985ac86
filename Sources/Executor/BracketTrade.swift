import Market
import Messages

/// What a signal opened, as its fills tell, and what is to protect it.
struct BracketTrade: BitwiseCopyable, Sendable {
    let signal: Label
    let symbol: SymbolID
    /// The side that closes it.
    let side: Side
    var stop = BracketLeg()
    var target = BracketLeg()
    /// What is still open of it.
    var quantity = Quantity.zero
    /// How often that changed: the same fills give the same number, and so the same names.
    var changes = 0
    /// No fill told of it, but a stop or target that rested for it.
    var isTakenOn = false
    /// Why it is smaller than it was.
    var reason = Reason()

    subscript(purpose: Purpose) -> BracketLeg {
        get { purpose == .stop ? stop : target }
        set { if purpose == .stop { stop = newValue } else { target = newValue } }
    }
}
