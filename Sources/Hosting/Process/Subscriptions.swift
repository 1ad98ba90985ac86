import Market
import Messages

/// The topic prefixes that a process subscribes to, from the catalogue.
enum Subscriptions {
    static func prefixes(for rank: ProcessRank, _ instruments: InstrumentTable) -> [[UInt8]] {
        // The executor's process holds the paper venue too: it hears for both.
        let here: [ProcessRank] = rank == .executor ? [.executor, .venue] : [rank]
        var prefixes: [String] = rank == .feedHandler ? ["progress/", "heartbeat/"] : ["heartbeat/"]
        for entry in TopicCatalogue.entries
        where entry.delivery != .request && entry.delivery != .local && !here.allSatisfy({ !entry.listeners.contains($0) }) {
            switch entry.kind {
            case .ticker: prefixes += instruments.instruments.map(\.name)
            case .kline: prefixes.append("kline_1m/")
            default: prefixes.append("\(entry.prefix)")
            }
        }
        return prefixes.map { Array($0.utf8) }
    }
}
