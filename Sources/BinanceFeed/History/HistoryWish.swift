/// What is asked for to fetch a market's past.
enum HistoryWish: Sendable, Hashable {
    case time
    case symbols
    /// In how many hours pairs are funded.
    case fundingHours
    /// The rows of a piece after those that came: its number, and where it is.
    case page(Int, HistoryQuestion)
}
