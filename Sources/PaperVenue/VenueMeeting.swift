import Matching

/// What the orders of a symbol are to meet after a piece of market data.
enum VenueMeeting {
    case nothing
    /// All orders meet what is quoted.
    case all(Quote)
    /// Stops, targets and the liquidation alone.
    case triggers(Quote)
}
