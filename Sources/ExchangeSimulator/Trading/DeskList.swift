import Exchanges

/// A list of orders that hang together.
struct DeskList: Sendable {
    var shown: PrintedOrderList
    let account: Int
    let symbol: Int
    /// The order that must be filled before the others begin; `nil` where all of them do at once.
    var first: Int?
    /// Those of which one alone is to be filled; the place of the one that waits alone where there is one.
    var legs: [Int]
}
