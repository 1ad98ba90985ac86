/// How the paper venue fills orders where the market's book is seen.
public enum FillRule: String, Sendable, Hashable, CaseIterable {
    /// What is shown can be had, and what rests is met where the market has come to its price (decisions 10
    /// and 21).
    case shown
    /// Orders queue in the market's book by price and time, and what rests is met once all that was ahead of
    /// it has traded or is gone. Without a book nothing is filled (decision 50).
    case book
}
