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

    /// A person was told that nobody knows where its stop was.
    var isBareTold = false

    /// After so many tries in a row to place its stop a person is told, and nothing enters until it rests.
    private static let alarmAfter = 3

    /// Nobody knows where its stop was.
    static let bare = Reason(.stopNotResting, found: 0, limit: 0)

    /// Why its stop is missed, whatever it would be for; `nil` where it rests, or may yet.
    var alarm: Reason? {
        guard quantity.isPositive else { return nil }
        guard let price = stop.price.present else { return isBareTold ? Self.bare : nil }
        guard stop.losses >= Self.alarmAfter else { return nil }
        return Reason(.stopNotResting, found: Double(stop.losses), limit: price.double)
    }

    subscript(purpose: Purpose) -> BracketLeg {
        get { purpose == .stop ? stop : target }
        set { if purpose == .stop { stop = newValue } else { target = newValue } }
    }
}
