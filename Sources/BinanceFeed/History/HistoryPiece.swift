import Market

/// A part of a pair's past that is wanted: what one file holds.
public struct HistoryPiece: Sendable, Hashable {
    /// The exchange's name of the pair: "BTCUSDT".
    public var name: String
    /// What of its past.
    public var kind: HistoryKind
    /// Rows from this time on, and before that one.
    public var from: Timestamp
    /// See `from`.
    public var to: Timestamp
    /// The newest row that is there already.
    public var after: HistoryPlace?

    /// - Parameter to: over by the exchange's clock, for what still changes is not to be kept.
    public init(
        _ name: String, _ kind: HistoryKind, from: Timestamp, to: Timestamp, after: HistoryPlace? = nil
    ) {
        (self.name, self.kind, self.from, self.to, self.after) = (name, kind, from, to, after)
    }
}
