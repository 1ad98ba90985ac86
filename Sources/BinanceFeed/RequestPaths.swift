/// What one kind of core asks an exchange for by HTTP: as the exchange wants it, and what it weighs.
protocol RequestPaths: Sendable {
    /// One thing that can be asked for.
    associatedtype Wish: Sendable, Hashable
    /// Path and query.
    func target(of wish: Wish) -> String
    /// What the exchange counts for it.
    func weight(of wish: Wish) -> Int
    /// What goes first: less is sooner.
    func rank(of wish: Wish) -> (Int, Int)
}
