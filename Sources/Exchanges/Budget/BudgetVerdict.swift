import Market

/// Whether a request may go.
@frozen public enum BudgetVerdict: Sendable, Hashable {
    /// It may, and is counted.
    case granted
    /// Not before this time on the exchange's clock; nothing was counted.
    case wait(until: Timestamp)
}
