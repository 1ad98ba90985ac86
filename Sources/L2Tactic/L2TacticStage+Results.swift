import Market
import Messages

/// What became of signals: fills and reports.
extension L2TacticStage {
    mutating func take(_ fill: Fill, _ time: Timestamp) {
        let symbol = fill.symbol.int
        guard fill.fillID >= states[symbol].nextFillID else { return }
        states[symbol].nextFillID = fill.fillID + 1
        states[symbol].book(fill, position: rules[symbol].lots(of: fill.position))
        states[symbol].filledAt = time
        if Self.pauses(after: fill.purpose) {
            states[symbol].pause(until: time + states[symbol].entry.timeframe.span, Reason(.cooldown))
        }
        guard states[symbol].position.isZero else { return }
        let trade = states[symbol].trade
        if trade.risk > 0 {
            states[symbol].record.add(trade.profit / trade.risk, at: time, halfLife: recordHalfLife)
        }
        states[symbol].trade = OpenTrade()
    }

    /// One candle passes after a trade that the market ended: the candle that touched the stop or target
    /// would itself give the next signal, and buying back at once what was just sold pays twice for one move.
    private static func pauses(after purpose: Purpose) -> Bool {
        switch purpose {
        case .stop, .target, .liquidation: true
        case .entry, .exit, .emergency, .settlement: false
        }
    }

    mutating func take(_ report: ExecutionReport) {
        guard states[report.symbol.int].pending == report.signalID else { return }
        states[report.symbol.int].pending = Label()
    }
}

extension SymbolState {
    /// The position as `pnl_update` tells it counts before the first fill, and from a minute after the newest
    /// one: by then whoever tells it has heard of that, and where it is another the books were settled with
    /// the venue's. What became of the trade nobody knows then.
    mutating func take(told position: Quantity, _ time: Timestamp) {
        guard filledAt == .zero || time >= filledAt + .minutes(1), position != self.position else { return }
        self.position = position
        if position.isZero { trade = OpenTrade() }
    }

    /// Adds a fill to the position and to the open trade's books.
    mutating func book(_ fill: Fill, position: Quantity) {
        self.position = position
        trade.profit += fill.realisedPnL.double - fill.fee.double
        guard fill.purpose == .entry, fill.clientOrderID.signal == entry.signal, let stop = entry.stop.present
        else { return }
        trade.risk += abs(fill.price.double - stop.double) * fill.quantity.double
    }
}
