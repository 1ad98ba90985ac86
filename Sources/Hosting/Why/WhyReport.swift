import Market

/// Tells why an order was made, from an output journal: from its fills back to the signal, the plan,
/// the regime, the weights, and the market data that caused them.
public struct WhyReport {
    private let entries: [JournalEntry]

    public init(_ entries: [JournalEntry]) { self.entries = entries }

    /// The signal ids of the orders, in order.
    public var signals: [String] {
        var seen: Set<String> = []
        return entries.filter { $0.kind == "orders" }.compactMap { $0["signal_id"] }.filter {
            seen.insert($0).inserted
        }
    }

    /// A line per order.
    public func list() -> String {
        let lines = signals.map { signal in
            let report = entries.first { $0.kind == "reports" && $0["signal_id"] == signal }
            let order = entries.first { $0.kind == "orders" && $0["signal_id"] == signal }
            let what = order.map { "\($0["side"] ?? "?") \($0["qty"] ?? "?") \($0["symbol"] ?? "?")" } ?? "?"
            return "\(signal)  \(what)  \(report?["status"] ?? "open")"
        }
        return lines.isEmpty ? "no orders\n" : lines.joined(separator: "\n") + "\n"
    }

    /// The story of one order; `nil` where the journal has no such order. Takes the signal's id, or an
    /// order's name "st-<signal>-<leg>".
    public func story(of order: String) -> String? {
        let signal = signalID(order)
        let own = entries.filter { $0["signal_id"] == signal }
        guard own.contains(where: { $0.kind == "orders" || $0.kind == "signals" }) else { return nil }
        var lines = ["order of signal \(signal)"]
        lines += section(
            "what happened, newest first", own.reversed(), ["fills", "order_state", "reports", "orders"])
        lines += section("what was decided", own, ["signals", "execution_plan"])
        lines += section(
            "what the decision followed from", ancestors(of: own),
            ["strategy_update", "tactic_targets", "drift"])
        lines += section("the market data it came from", marketData(of: own), nil)
        return lines.joined(separator: "\n") + "\n"
    }

    private func signalID(_ order: String) -> String {
        guard order.hasPrefix("st-"), let dash = order.lastIndex(of: "-") else { return order }
        var signal = String(order[order.index(order.startIndex, offsetBy: 3)..<dash])
        // A running system's names hold the run; the journal's don't.
        if signal.hasPrefix("r"), let end = signal.firstIndex(of: "-"),
            signal[signal.index(after: signal.startIndex)..<end].allSatisfy(\.isNumber)
        {
            signal = String(signal[signal.index(after: end)...])
        }
        return signal
    }

    private func section(_ title: String, _ entries: [JournalEntry], _ kinds: [String]?) -> [String] {
        let chosen = entries.filter { kinds?.contains($0.kind) ?? true }
        return chosen.isEmpty ? [] : ["", title] + chosen.map { "  " + Self.text($0) }
    }

    /// What the decision names as its causes.
    private func ancestors(of own: [JournalEntry]) -> [JournalEntry] {
        let ids = own.filter { $0.kind == "execution_plan" || $0.kind == "signals" }.flatMap(\.causes)
        return entries.filter { $0.id != 0 && ids.contains($0.id) }
    }

    /// The inputs of the step in which the signal was made: they stand before it.
    private func marketData(of own: [JournalEntry]) -> [JournalEntry] {
        guard let first = own.first(where: { $0.kind == "execution_plan" || $0.kind == "signals" }) else {
            return []
        }
        let before = entries.prefix { $0.line < first.line }.suffix(64)
        return before.filter { $0.isInput && $0.time == first.time && $0["symbol"] == first["symbol"] }
    }

    private static func text(_ entry: JournalEntry) -> String {
        let time = Timestamp(nanoseconds: Int64(entry.time))
        guard case .object(let members) = entry.data else { return "\(time) \(entry.topic)" }
        let fields = members.filter { $0.key != "signal_id" }.map { member in
            if case .text(let text) = member.value { return "\(member.key)=\(text)" }
            if case .object(let inner) = member.value {
                return "\(member.key)={" + inner.map { "\($0.key)=\($0.value.brief)" }.joined(separator: " ")
                    + "}"
            }
            return "\(member.key)=\(member.value.brief)"
        }
        return "\(time) \(entry.topic): \(fields.joined(separator: " "))  [line \(entry.line)]"
    }
}
