import Market

/// One request for rows of a piece.
struct HistoryQuestion: Sendable, Hashable {
    let name: String
    let kind: HistoryKind
    /// Rows from this time on, and before that one.
    var from: Timestamp
    let to: Timestamp
    /// Trades from this number on, where the one before it came: whatever their time.
    var id: Int64?

    /// The longest time for which the exchange tells trades at once.
    static let tradeWindow = TimeSpan.hours(1)

    init(_ piece: HistoryPiece) {
        (name, kind, from, to) = (piece.name, piece.kind, piece.from, piece.to)
        if let after = piece.after { go(behind: after) }
    }

    /// Where the request's own time ends.
    var end: Timestamp { kind == .trades ? min(to, from + Self.tradeWindow) : to }

    /// What follows this row.
    mutating func go(behind place: HistoryPlace) {
        switch kind {
        case .candles(let length): from = place.time + length.span
        case .trades: id = place.id + 1
        case .funding: from = place.time + .milliseconds(1)
        }
    }
}
