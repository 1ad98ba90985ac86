import Market
import Stages

/// L1's dashboard in the form of the L1 document's tree.
extension L1OperationalStage: StatusReporting {
    public func statusFields(_ instruments: InstrumentTable) -> [String] {
        let rows = instruments.symbols.map { symbol in
            let row = counters[symbol.int]
            return "\"\(instruments.name(symbol))\":{\"active\":\(row.active),\"processed\":\(row.processed),"
                + "\"rejected\":\(row.rejected),\"expired\":\(row.expired),"
                + "\"success_rate\":\(Self.json(row.successRate)),"
                + "\"mean_slippage\":\(Self.json(row.meanSlippage)),\"volume\":\(row.volume),"
                + "\"exposure\":\(row.exposure),\"exposure_limit\":\(row.exposureLimit),"
                + "\"feed\":\"\(row.feed.state.name)\",\"data_until\":\(row.feed.lastEvent.nanoseconds),"
                + "\"alerts\":\(row.alerts),\"latency_ms\":\(Self.histogram(row))}"
        }
        return [
            "\"symbols\":{\(rows.joined(separator: ","))}",
            "\"free_usdt\":\(freeBalance)",
            "\"correlation_btc_eth\":\(Self.json(rollingCorrelation))",
            "\"correlation_limit\":\(correlationLimit)",
        ]
    }

    public func dashboard(_ instruments: InstrumentTable) -> [String] {
        var lines = ["🎯 L1 OPERATIONAL DASHBOARD"]
        for symbol in instruments.symbols {
            let row = counters[symbol.int]
            lines.append("├── \(instruments.name(symbol))")
            let refused = row.rejected + row.expired
            lines.append("│   ├── Signals processed: \(row.processed) ✅ | \(refused) ❌")
            lines.append(
                "│   ├── Success rate: \(Self.percent(row.successRate, 1)) "
                    + "(signals filled, of \(row.processed + refused))")
            lines.append("│   ├── Mean slippage: \(Self.text(row.meanSlippage, 4))%")
            lines.append(
                "│   ├── Executed volume: \(row.volume.text(decimals: 2)) USDT, "
                    + "active orders: \(row.active)")
            if row.feed.isStale {
                lines.append("│   ├── Market data: \(row.feed.state.name), the last of \(row.feed.lastEvent)")
            }
            lines.append("│   ├── Latency, signal to last fill in event time: \(Self.latency(row))")
            lines.append(
                "│   └── Current exposure: \(Self.percent(row.exposure, 1)) "
                    + "/ \(Self.percent(row.exposureLimit, 1)) max")
        }
        lines.append("├── Balance: \(freeBalance.text(decimals: 2)) USDT free")
        lines.append(
            "└── Correlation BTC-ETH: \(Self.text(rollingCorrelation, 2)) "
                + "(limit: \(Self.text(correlationLimit, 2)))")
        return lines
    }

    /// How many signals were filled within each bound, ms.
    private static func histogram(_ row: L1Counters) -> String {
        let bounds = L1Counters.latencyBounds.map { "\(Int($0))" } + ["more"]
        let members = bounds.enumerated().map { "\"\($1)\":\(row.latency[$0])" }
        return "{\(members.joined(separator: ","))}"
    }

    private static func latency(_ row: L1Counters) -> String {
        let last = L1Counters.latencyBounds.map { "\(Int($0))" }.last ?? ""
        let bounds = L1Counters.latencyBounds.map { "≤ \(Int($0)) ms" } + ["> \(last) ms"]
        let told = bounds.enumerated().filter { row.latency[$0.offset] > 0 }
            .map { "\($0.element): \(row.latency[$0.offset])" }
        guard told.isEmpty else { return told.joined(separator: ", ") }
        return row.processed > 0 ? "n/a: candles tell a fill only at their close" : "-"
    }

    private static func json(_ value: Double) -> String { value.isFinite ? "\(value)" : "null" }

    private static func text(_ value: Double, _ decimals: Int) -> String {
        value.isFinite ? Money(value)?.text(decimals: decimals) ?? "-" : "-"
    }

    private static func percent(_ fraction: Double, _ decimals: Int) -> String {
        fraction.isFinite ? text(fraction * 100, decimals) + "%" : "-"
    }
}
