import Market

/// Tells why an order was made, from an output journal: from its fills back to the signal, the plan,
/// the regime, the weights, and the market data that caused them.
public struct WhyReport {
    private let entries: [JournalEntry]
    private let facts: WhyFacts

    public init(_ entries: [JournalEntry], facts: WhyFacts = WhyFacts()) {
        self.entries = entries
        self.facts = facts
    }

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

    /// The story of one order; `nil` where the journal has no such order. Takes the signal's id, with its
    /// run or without, or an order's name "st-<signal>-<leg>".
    public func story(of order: String) -> String? {
        guard let (signal, own) = Self.signalIDs(order).lazy.map({ ($0, self.told(of: $0)) })
            .first(where: { $1.contains { $0.kind == "orders" || $0.kind == "signals" } })
        else { return nil }
        let decided = own.filter { $0.kind == "execution_plan" || $0.kind == "signals" }
        let before = causes(of: decided, Self.decisions)
        var lines = ["order of signal \(signal)"]
        let deeds = own.reversed().filter { Self.deeds.contains($0.kind) }
        lines += section("what happened, newest first", deeds)
        lines += titled("what was approved", facts.approvals(of: signal))
        lines += section("what was decided", decided)
        lines += section("what the decision followed from", before)
        lines += section("the market data it came from", marketData(of: decided))
        lines += section("the market data behind regime and weights", causes(of: before, nil))
        return lines.joined(separator: "\n") + "\n"
    }

    private static let deeds = ["fills", "order_state", "reports", "orders"]
    private static let decisions = ["strategy_update", "tactic_targets", "drift"]

    private func told(of signal: String) -> [JournalEntry] { entries.filter { $0["signal_id"] == signal } }

    /// What an order's signal may be called in a journal, which leaves out the run in our own ids.
    private static func signalIDs(_ order: String) -> [String] {
        var signal = order
        if order.hasPrefix("st-"), let dash = order.lastIndex(of: "-") {
            signal = String(order[order.index(order.startIndex, offsetBy: 3)..<dash])
        }
        guard signal.hasPrefix("r"), let end = signal.firstIndex(of: "-"),
            signal[signal.index(after: signal.startIndex)..<end].allSatisfy(\.isNumber)
        else { return [signal] }
        return [String(signal[signal.index(after: end)...]), signal]
    }

    private func titled(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["", title] + lines.map { "  " + $0 }
    }

    private func section(_ title: String, _ entries: [JournalEntry]) -> [String] {
        titled(title, entries.map { Self.text($0) + (facts.place(of: $0).map { ", \($0)" } ?? "") })
    }

    /// What these entries name as their causes: those of some kinds, or the market data.
    private func causes(of decided: [JournalEntry], _ kinds: [String]?) -> [JournalEntry] {
        let ids = Set(decided.flatMap(\.causes))
        return entries.filter { entry in
            entry.id != 0 && ids.contains(entry.id) && (kinds?.contains(entry.kind) ?? entry.isInput)
        }
    }

    /// What the decision names; else the inputs of its step, which stand before it.
    private func marketData(of decided: [JournalEntry]) -> [JournalEntry] {
        let named = causes(of: decided, nil)
        guard named.isEmpty, let first = decided.first else { return named }
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
