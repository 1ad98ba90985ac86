import Market
import Messages

/// How far the start of a live feed is, and the history that it gathers.
package struct StartUp: Sendable {
    /// The steps of the start.
    package enum Phase: Sendable {
        case asleep, clock, symbols, history, running
    }

    /// The step that is under way.
    package var phase = Phase.asleep
    /// Closed candles before the first event.
    package var history: [Kline] = []
    /// Symbols whose history is yet to come.
    package var missing = 0
    /// Whether the exchange has none of the pairs in its list.
    package var knowsNoPair = false

    /// Nothing was begun.
    package init() {}
}
