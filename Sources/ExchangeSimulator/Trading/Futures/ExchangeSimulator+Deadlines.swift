import Exchanges
import Market

/// What happens to orders of futures at a time of their own.
extension ExchangeSimulator {
    /// When an order ends by its date, or a countdown does.
    var nextDeadline: Timestamp {
        countdowns.reduce(expiries.first?.time ?? .never) { min($0, $1.until) }
    }

    /// Ends what ends at a moment.
    mutating func meetDeadlines(at time: Timestamp) {
        guard let venue = venue(.um) else { return }
        while let due = expiries.first, due.time <= time {
            _ = expiries.pop()
            end(due.number, .expired, .none, venue, at: time)
        }
        let over = countdowns.filter { $0.until <= time }
        countdowns.removeAll { $0.until <= time }
        for countdown in over {
            cancelOpen(countdown.account, countdown.symbol, venue, at: time)
            if terms.countdownTakesAlgos {
                cancelAlgos(countdown.account, countdown.symbol, venue, at: time)
            }
        }
        react(venue, at: time)
        sendAccountEvents()
    }

    /// Cancels all of an account's orders of a contract; answers how many there were.
    @discardableResult
    mutating func cancelOpen(_ account: Int, _ symbol: Int, _ venue: Int, at time: Timestamp) -> Int {
        let places = desks[venue].open[account].filter { desks[venue][$0].symbol == symbol }
        for place in places { end(place, .cancelled, .none, venue, at: time) }
        return places.count
    }

    /// Cancels all of an account's conditional orders of a contract that wait.
    mutating func cancelAlgos(_ account: Int, _ symbol: Int, _ venue: Int, at time: Timestamp) {
        for place in waitingAlgos[symbol] where algos[place].account == account {
            endAlgo(place, .cancelled, venue, at: time)
        }
    }
}
