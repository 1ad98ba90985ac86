/// What a request is for. Where requests wait, the first of these go first.
@frozen public enum RequestUrgency: UInt8, Sendable, Hashable, CaseIterable, Comparable {
    /// Closes or protects a position.
    case exit
    /// Takes an order back.
    case cancel
    /// Asks what became of orders, positions or balances.
    case query
    /// Opens a position.
    case entry
    /// Market data of the past, and whatever can wait.
    case history

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
