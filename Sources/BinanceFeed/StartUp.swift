import Market
import Messages

/// How far the start is, and the history that it gathers.
struct StartUp: Sendable {
    /// The steps of the start.
    enum Phase: Sendable {
        case asleep, clock, symbols, history, running
    }

    var phase = Phase.asleep
    var history: [Kline] = []
    /// Symbols whose history is yet to come.
    var missing = 0
    /// Whether the exchange has none of the pairs in its list.
    var knowsNoPair = false
}
