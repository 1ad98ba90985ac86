import Wire

/// Writes docs/protocol.md out of the catalogue of topics and the fields of each message.
public enum ProtocolDocument {
    /// The page's text.
    public static func text() throws(WireError) -> String {
        var lines = [introduction, "## Header", "", headerNote, ""]
        lines += table(try headerRows())
        lines += ["## Topics", ""]
        for entry in TopicCatalogue.entries where entry.delivery != .request && entry.delivery != .local {
            lines += try section(entry)
        }
        lines += ["## Requests and answers", "", requestNote, ""]
        for entry in TopicCatalogue.entries where entry.delivery == .request { lines += try section(entry) }
        lines += ["## Inside the executor", "", localNote, ""]
        for entry in TopicCatalogue.entries where entry.delivery == .local { lines += try section(entry) }
        lines += ["## Reasons", "", reasonNote, ""]
        lines += ["| code | figures | reads as |", "| --- | --- | --- |"]
        for code in ReasonCode.allCases where code != .none {
            lines.append(
                "| `\(code.name)` | \(code.figures == .none ? "" : "always") | \(Reason(code).text) |")
        }
        lines += ["", "## Reasonings", "", reasoningNote, ""]
        lines += ["| code | figures | reads as |", "| --- | --- | --- |"]
        for code in ReasoningCode.allCases {
            let names = [code.names.0, code.names.1, code.names.2].map { "\($0)" }.filter { !$0.isEmpty }
            let listed = names.map { "`\($0)`" }.joined(separator: ", ")
            lines.append("| `\(code.name)` | \(listed) | \(Reasoning(code, 1, 2, 3).text) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func headerRows() throws(WireError) -> [FieldDocument.Row] {
        var header = Header()
        var document = FieldDocument()
        try header.visit(with: &document)
        return document.rows
    }

    private static func section(_ entry: TopicEntry) throws(WireError) -> [String] {
        let isOfHosts = entry.kind == .heartbeat || entry.kind == .progress
        let listeners = entry.listeners.map(\.name).joined(separator: ", ")
        let publishers = ([entry.publisher] + entry.alsoBy).map(\.name).joined(separator: ", ")
        let facts = [
            "Said by \(isOfHosts ? "every process" : publishers)",
            "heard by \(isOfHosts ? "hosts" : listeners.isEmpty ? "people and scripts" : listeners)",
            "delivery: \(entry.delivery.about)",
        ] + (entry.isSealed ? ["under seal"] : [])
        let head = ["### `\(topic(entry))`", "", entry.kind.about, facts.joined(separator: " · ") + ".", ""]
        return head + table(try FieldDocument.rows(of: entry.kind))
    }

    /// The topic with an example's pair.
    private static func topic(_ entry: TopicEntry) -> String {
        switch entry.kind {
        case .ticker: "BTC/USDT"
        case .kline: "kline_1m/BTC/USDT"
        case .account: "account/BTC"
        case .clock: "clock"
        case .heartbeat, .progress: "\(entry.prefix)/l2-tactic.0"
        default:
            entry.delivery == .request || entry.delivery == .local
                ? "\(entry.prefix)" : "\(entry.prefix)/BTC/USDT"
        }
    }

    private static func table(_ rows: [FieldDocument.Row]) -> [String] {
        let lines = rows.map { row in
            "| `\(row.key)` | \(row.type) | \(row.need == .required ? "required" : "optional") "
                + "| \(row.about) |"
        }
        return ["| key | type | need | meaning |", "| --- | --- | --- | --- |"] + lines + [""]
    }
}

extension Delivery {
    /// What a listener may rely on.
    public var about: String {
        switch self {
        case .newestWins: "only the newest counts; gaps are counted, nothing is fetched again"
        case .everyOne: "every frame counts; a gap is fetched again from the publisher, doubles are dropped"
        case .rebuild: "a gap makes the whole worthless; a fresh snapshot is asked for"
        case .request: "request or answer"
        case .local: "never on the bus"
        }
    }
}
