import Market
import Messages

/// How it was executed, how the trade ended and what it brought.
extension StoryText {
    /// Fills that are told one by one; more are told together.
    private static let toldFills = 6

    var executed: [String] {
        guard let order = story.orders.first else {
            return story.isRefused || story.fills.isEmpty ? [] : fillLines
        }
        let count = story.orders.count
        let children = count == 1 ? "one order" : "\(count) orders"
        var lines = [
            "L1 sent \(children) (\(order.value.orderType.name), \(order.value.algorithm.name)) at "
                + "\(clock(order.time)), when it saw the price \(order.value.referencePrice)."
        ]
        lines += fillLines
        if let slippage = slippageText { lines.append(slippage) }
        return lines
    }

    private var fillLines: [String] {
        let fills = story.ownFills
        guard fills.count > Self.toldFills, let first = fills.first, let last = fills.last else {
            return fills.map { fillText($0.value, $0.time) }
        }
        let fees = fills.reduce(Money.zero) { $0 + $1.value.fee }
        return [
            "\(fills.count) fills from \(clock(first.time)) to \(clock(last.time)): "
                + "\(story.executed) \(base) at \(story.price) on average, "
                + "fees \(fees.text(decimals: 4)) USDT."
        ]
    }

    private func fillText(_ fill: Fill, _ time: Timestamp) -> String {
        "\(clock(time)): \(fill.side == .buy ? "bought" : "sold") \(fill.quantity) \(base) "
            + "at \(fill.price) as \(fill.isMaker ? "maker" : "taker"), "
            + "fee \(fill.fee.text(decimals: 4)) USDT."
    }

    /// Against the price at the decision.
    private var slippageText: String? {
        guard let report = story.report?.value, report.slippage.isFinite else { return nil }
        let bps = report.slippage * 100
        let better = bps < 0 ? "better" : "worse"
        let latency = report.latency.isFinite
            ? "; \(Self.figure(report.latency, 1)) ms from signal to last fill" : ""
        return "Slippage \(Self.figure(abs(bps), 2)) bps, \(better) than the price at the decision\(latency)."
    }

    // MARK: - The end

    /// Sentences on how the trade was closed, or that it is open; none where there was no trade.
    package var ended: [String] {
        guard let trade = story.trade, !story.isRefused else { return [] }
        if story.isExit { return [exitEnding(trade)] }
        switch trade.ending {
        case nil: return [openText(trade)]
        case .signal?, .outside?: return [closedBySignal(trade)]
        default: return story.bracketFills.map { bracketText($0.value, $0.time) }
        }
    }

    private func exitEnding(_ trade: RoundTrip) -> String {
        let by = trade.entries.map { "\($0)" }.joined(separator: ", ")
        let whose =
            trade.isTakenOver ? "an earlier run" : by.isEmpty ? "an order that the journal lacks" : by
        let since = trade.isTakenOver ? "" : " on \(Self.moment(trade.opened))"
        return trade.ending == nil
            ? "It closed some of what \(whose) had opened\(since)."
            : "It closed what \(whose) had opened\(since), at \(trade.entryPrice)."
    }

    private func openText(_ trade: RoundTrip) -> String {
        let resting = story.states.filter { $0.value.purpose == .stop || $0.value.purpose == .target }
        let open = resting.reversed().reduce(into: [OrderState]()) { found, state in
            guard !found.contains(where: { $0.purpose == state.value.purpose }) else { return }
            found.append(state.value)
        }.filter { !$0.status.isFinal && $0.price != .absent }
        let guards = open.reversed().map { "\($0.purpose.name) \($0.price)" }.joined(separator: " and ")
        let end = book.journal.entries.last.map { Timestamp(nanoseconds: Int64($0.time)) } ?? .zero
        return "It was still open when the journal ended (\(Self.moment(end)))"
            + (guards.isEmpty ? "." : "; at the venue rest its \(guards).")
    }

    private func closedBySignal(_ trade: RoundTrip) -> String {
        let by = trade.exits.map { "\($0)" }.joined(separator: ", ")
        let stories = trade.exits.compactMap { book.story(of: "\($0)") }
        let who =
            stories.last?.signal.map { "\($0.value.strategyID) said the opposite (\(by))" }
            ?? "a signal from outside asked for it (\(by))"
        return "It was closed on \(Self.moment(trade.closed)) at \(trade.exitPrice), because \(who)."
    }

    private func bracketText(_ fill: Fill, _ time: Timestamp) -> String {
        let order = story.states.last { $0.value.purpose == fill.purpose && $0.value.price != .absent }
        let at = order.map { " at \($0.value.price)" } ?? ""
        let what =
            switch fill.purpose {
            case .stop: "Its stop\(at) was touched"
            case .target: "Its target\(at) was reached"
            case .liquidation: "The venue liquidated it"
            default: "The emergency stop closed it"
            }
        return
            "\(what): \(fill.side == .buy ? "bought" : "sold") \(fill.quantity) \(base) at \(fill.price) on "
            + "\(Self.moment(time)), fee \(fill.fee.text(decimals: 4)) USDT."
    }

    // MARK: - Money

    /// Sentences on profit, fees and funding, USDT; none where there was no trade.
    package var brought: [String] {
        guard let trade = story.trade, !story.isRefused else { return [] }
        let funding =
            trade.funding.isZero
            ? "no funding"
            : "\(trade.funding.magnitude.text(decimals: 4)) funding "
                + (trade.funding.isPositive ? "paid" : "received")
        let money =
            "Closed \(trade.gross.signed(4)), fees \(trade.fees.text(decimals: 4)), \(funding): "
            + "net \(trade.net.signed(4)) USDT"
        guard trade.ending != nil else { return ["So far: \(money)."] }
        let share =
            trade.entryValue.isPositive
            ? ", \(Self.share(trade.net.fraction(of: trade.entryValue), 2)) of what it was worth" : ""
        let held = trade.isTakenOver ? "" : ", after \((trade.closed - trade.opened).words)"
        let shared =
            trade.entries.count > 1
            ? " The position had \(trade.entries.count) entries: "
                + trade.entries.map { "\($0)" }.joined(separator: ", ") + "."
            : ""
        return ["\(money)\(share)\(held).\(shared)"]
    }
}
