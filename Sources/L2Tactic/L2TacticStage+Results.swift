import Market
import Messages

/// What became of signals: fills and reports.
extension L2TacticStage {
    mutating func take(_ fill: Fill, _ time: Timestamp) {
        let symbol = fill.symbol.int
        guard fill.fillID >= states[symbol].nextFillID else { return }
        states[symbol].nextFillID = fill.fillID + 1
        states[symbol].book(fill, position: rules[symbol].lots(of: fill.position))
        if let code = Self.pauseCode(after: fill.purpose) {
            states[symbol].pause(until: time + states[symbol].entry.timeframe.span, code)
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
    private static func pauseCode(after purpose: Purpose) -> ReasonCode? {
        switch purpose {
        case .stop: .stopTouched
        case .target: .targetTouched
        case .liquidation: .liquidated
        case .entry, .exit, .emergency: nil
        }
    }

    mutating func take(_ report: ExecutionReport) {
        guard report.status != .submitted, states[report.symbol.int].pending == report.signalID else {
            return
        }
        states[report.symbol.int].pending = Label()
    }
}

extension SymbolState {
    /// Adds a fill to the position and to the open trade's books.
    mutating func book(_ fill: Fill, position: Quantity) {
        self.position = position
        isPositionFromFill = true
        trade.profit += fill.realisedPnL.double - fill.fee.double
        guard fill.purpose == .entry, fill.clientOrderID.signal == entry.signal, let stop = entry.stop.present
        else { return }
        trade.risk += abs(fill.price.double - stop.double) * fill.quantity.double
    }
}
