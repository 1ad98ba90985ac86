import Market
import Messages

/// What becomes of orders.
extension LogLine {
    /// How a signal ended: what was filled at which price, slippage in percent, or why nothing was.
    package static func report(_ report: ExecutionReport, _ instruments: InstrumentTable) -> LogLine {
        let what = report.status.wireName
        let head: LineText = "\(head(report.symbol, instruments)) - Report \(report.signalID): \(what)"
        guard report.executedQuantity.isPositive else {
            let nothing = report.status == .rejected ? "" : ", nothing was filled" as StaticString
            return LogLine(level(of: report.reason), "\(head)\(nothing): \(report.reason.line)")
        }
        let slippage: LineText =
            report.slippage.isNaN ? "" : ", slippage \(figure(report.slippage, decimals: 4))%"
        let filled: LineText = "\(head) \(report.executedQuantity) at \(report.averagePrice)\(slippage)"
        return LogLine(.info, "\(filled)\(context(report))\(change(report))")
    }

    /// What the execution did to the portfolio.
    private static func context(_ report: ExecutionReport) -> LineText {
        let exposure = figure(Double(report.exposure) * 100, decimals: 2)
        return """
            , exposure \(exposure)% of equity, correlation impact \
            \(figure(report.correlationImpact, decimals: 4))
            """
    }

    /// Why it is not what the signal asked for.
    private static func change(_ report: ExecutionReport) -> LineText {
        guard report.reason.code != .none else { return "" }
        if report.status != .filled { return "; the rest was not filled: \(report.reason.line)" }
        let isTightened = report.changes.contains(.tightened)
        let both: StaticString = isTightened ? "lowered and tightened" : "lowered"
        let what = report.lowered ? both : "tightened"
        return "; \(what): \(report.reason.line)"
    }

    /// A fill: price, fee, what it realised in USDT, and the position after it. A liquidation is an error.
    package static func fill(_ fill: Fill, _ instruments: InstrumentTable) -> LogLine {
        let baseFee: LineText = fill.baseFee.present.map { " (\($0) of it)" } ?? ""
        return LogLine(
            fill.purpose == .liquidation ? .error : .info,
            """
            \(head(fill.symbol, instruments)) - Fill \(fill.purpose.wireName): \
            \(fill.side.wireName) \(fill.quantity) at \(fill.price), \
            fee $\(fill.fee.text(decimals: 4))\(baseFee), \
            realized $\(fill.realisedPnL.text(decimals: 4)), position \(fill.position)
            """)
    }

    /// An order that ended before it was filled whole: what it was, how far it came, and why. What was
    /// refused is told by the signal's report.
    package static func orderState(_ state: OrderState, _ instruments: InstrumentTable) -> LogLine? {
        guard state.status == .cancelled || state.status == .expired else { return nil }
        return LogLine(
            state.reason.code.isFailure ? .error : .info,
            """
            \(head(state.symbol, instruments)) - \(state.purpose.wireName) order \
            st-\(state.clientOrderID.signal)-\(state.clientOrderID.leg) \(state.status.wireName), \
            \(state.executedQuantity) of \(state.quantity) filled: \(state.reason.line)
            """)
    }
}
