import Market

/// What the core of the history tells of the pieces that it fetches, by their numbers.
public enum HistoryEvent: Sendable, Hashable {
    /// The next rows, oldest first: whole lines with their ends, how many, and the newest of them.
    case rows(piece: Int, lines: [UInt8], count: Int, newest: HistoryPlace)
    /// All that the exchange has of the piece was told.
    case finished(piece: Int)
    /// The exchange does not give it, or not after many tries.
    case failed(piece: Int, why: String)
}
