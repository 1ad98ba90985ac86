import Executor
import Market
import Messages

/// Stops that rest are for exactly what is held.
extension Checker {
    /// Minutes of the market within which a stop that is placed, or taken back, has found its way: an ask or
    /// its answer may get lost some times, and what has no answer is asked for as the clock ticks.
    static let stopUnderWay = 5

    func checkStops(_ symbol: SymbolID) {
        let (held, stopped) = (venue.positions[symbol.int].magnitude, venue.stopped(symbol))
        guard areStopsPlaced, held != stopped else {
            uncoveredSince[symbol.int] = nil
            return expect(
                held == stopped, "\(held) of symbol \(symbol.int) are held, stops rest for \(stopped)")
        }
        let since = uncoveredSince[symbol.int] ?? minute
        uncoveredSince[symbol.int] = since
        expect(
            minute - since <= Self.stopUnderWay,
            "\(held) of symbol \(symbol.int) are held, stops rest for \(stopped), and nothing was done "
                + "about it for \(minute - since) minutes")
    }

    /// The executor is away: what it placed and what it wants placed goes on when it is back.
    func excuseStops() {
        for place in uncoveredSince.indices { uncoveredSince[place] = nil }
    }

    /// Whether an order that goes to the venue is what was approved: where stops are placed one by one it
    /// goes without.
    func isFor(_ intent: OrderIntent, _ approval: Approval) -> Bool {
        intent.fingerprint == (areStopsPlaced ? approval.plain : approval.fingerprint)
    }

    /// An entry without stop and target.
    func plain(_ intent: OrderIntent) -> OrderIntent {
        var intent = intent
        (intent.stopLoss, intent.takeProfit) = (.absent, .absent)
        return intent
    }

    /// Whether two orders under one name are one order. A stop that is placed one by one may take the name of
    /// one in another size that ended in a life before.
    func isSame(_ one: OrderIntent, _ other: OrderIntent) -> Bool {
        var one = one
        if areStopsPlaced, one.clientOrderID.bracketLeg != nil { one.quantity = other.quantity }
        return one == other
    }
}
