import Market
import Messages
import RiskMath

extension RunSummary {
    /// The summary as one JSON object. What was paid is positive, as the keys say; `pnl` is net.
    public func json() -> String {
        let symbols = zip(instruments.instruments, rows).map { "\"\($0.name)\":\(Self.json($1))" }
        let changes = weights.map { change in
            "{\"ts\":\(change.time.nanoseconds),\"symbol\":\"\(instruments.name(change.symbol))\","
                + "\"strategy\":\"\(instruments.strategies.name(change.strategy))\","
                + "\"weight\":\(change.weight),"
                + "\"reason\":\"\(change.reason.code.name)\"}"
        }
        return
            "{\"from\":\"\(first == .never ? .zero : first)\",\"to\":\"\(last)\",\"halted\":\(halted),"
            + haltJSON
            + "\"account\":\(accountJSON),"
            + "\"symbols\":{\(symbols.joined(separator: ","))},\"total\":\(Self.json(total)),"
            + "\"weights\":[\(changes.joined(separator: ","))]}\n"
    }

    private var haltJSON: String {
        guard let halt else { return "" }
        return "\"halted_by\":\(ForeignText.json(halt.by)),\"halt_reason\":\"\(halt.reason.code.name)\","
    }

    private var accountJSON: String {
        let point = { (point: EquityCurve.Point?) in
            point.map { "{\"equity\":\($0.equity),\"at\":\"\($0.time)\"}" } ?? "null"
        }
        let fallen = curve.top.flatMap { top in curve.bottom.map { top.equity - $0.equity } } ?? .zero
        return "{\"equity_start\":\(startEquity.map { "\($0)" } ?? "null"),"
            + "\"equity_end\":\(equity.map { "\($0)" } ?? "null"),"
            + "\"max_drawdown\":{\"usdt\":\(fallen),\"fraction\":\(curve.largest),"
            + "\"peak\":\(point(curve.top)),\"trough\":\(point(curve.bottom))},"
            + "\"last_day_drawdown\":\(dayDrawdown)}"
    }

    private static func json(_ row: Row) -> String {
        "{\"candles\":\(row.candles),\"messages\":\(row.messages),"
            + "\(signalsJSON(row)),\(tradesJSON(row)),"
            + "\"gross\":\(row.realised),\"unrealised\":\(row.unrealised),"
            + "\"unrealised_at_start\":\(row.takenOver),"
            + "\"fees\":\(row.fees),"
            + "\"funding_paid\":\(row.funding),\"pnl\":\(row.pnl),\"position\":\(row.position),"
            + (row.feed.state == .ceased ? "\"data_until\":\"\(row.feed.lastEvent)\"," : "")
            + "\"entry_price\":\(row.position.isZero ? "null" : "\(row.entryPrice)"),"
            + "\"mark\":\(row.lastPrice.isZero ? "null" : "\(row.lastPrice)"),"
            + "\"mark_at\":\(row.lastTime == .zero ? "null" : "\"\(row.lastTime)\""),"
            + "\"exposure\":\(row.exposure)}"
    }

    private static func signalsJSON(_ row: Row) -> String {
        let purposes = Purpose.allCases.map { "\"\($0.name)\":\(row[$0])" }
        return
            "\"signals\":\(row.signals),\"outside_signals\":\(row.outside),\"filled\":\(row[.filled]),"
            + "\"partially_filled\":\(row[.partiallyFilled]),\"refused\":\(row.refused),"
            + "\"expired\":\(row[.expired]),\"cancelled\":\(row[.cancelled]),"
            + "\"unanswered\":\(row.unanswered),\"refusals\":{\(counted(row.refusals))},"
            + "\"declined\":{\(counted(row.declined))},"
            + "\"orders\":\(row.orders),\"fills\":\(row.fills),\"entries\":\(row.entries),"
            + "\"fills_by_purpose\":{\(purposes.joined(separator: ","))}"
    }

    private static func counted(_ counts: [Int]) -> String {
        ReasonCode.allCases.filter { counts[Int($0.rawValue)] > 0 }
            .map { "\"\($0.name)\":\(counts[Int($0.rawValue)])" }.joined(separator: ",")
    }

    private static func tradesJSON(_ row: Row) -> String {
        let endings = RoundTrip.Ending.allCases.map { "\"\($0.name)\":\(row[$0])" }
        let range = WilsonInterval.of(row.wins, among: row.trades)
        let rate =
            row.trades == 0
            ? "null"
            : "{\"value\":\(Double(row.wins) / Double(row.trades)),\"n\":\(row.trades),"
                + "\"low\":\(range.lowerBound),\"high\":\(range.upperBound)}"
        let mean = row.perTrade
        let half = mean.half
        let net =
            mean.count == 0
            ? "null"
            : "{\"mean\":\(mean.mean),\"n\":\(mean.count),"
                + "\"low\":\(half.map { "\(mean.mean - $0)" } ?? "null"),"
                + "\"high\":\(half.map { "\(mean.mean + $0)" } ?? "null")}"
        return "\"trades\":\(row.trades),\"wins\":\(row.wins),\"losses\":\(row.losses),"
            + "\"hit_rate\":\(rate),\"net_per_trade\":\(net),"
            + "\"closed_by\":{\(endings.joined(separator: ","))}"
    }
}
