import Market

/// What one kind of core asks an exchange for by HTTP: as the exchange wants it, and what it weighs.
package protocol RequestPaths: Sendable {
    /// One thing that can be asked for.
    associatedtype Wish: Sendable, Hashable
    /// Path and query.
    func target(of wish: Wish) -> String
    /// What the exchange counts for it.
    func weight(of wish: Wish) -> Int
    /// The header of an answer that tells what was used of the minute; `nil` where the exchange has none.
    var usedWeight: String? { get }
    /// Whose limits count for the budget that all processes of a machine share; `nil` where there is none.
    var sharedMarket: MarketKind? { get }
    /// What goes first: less is sooner.
    func rank(of wish: Wish) -> (Int, Int)
}

extension RequestPaths {
    /// None.
    package var sharedMarket: MarketKind? { nil }
}
