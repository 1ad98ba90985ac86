import Market
import Messages

/// The topic prefixes that a process subscribes to, from the catalogue.
package enum Subscriptions {
    /// The heartbeats of all.
    package static let heartbeats = Array("heartbeat/".utf8)

    /// In a free run: with the heartbeats of all, and for the feed handler how far they are.
    package static func prefixes(for rank: ProcessRank, _ instruments: InstrumentTable) -> [[UInt8]] {
        let hosts = rank == .feedHandler ? [Array("progress/".utf8), heartbeats] : [heartbeats]
        return hosts + market(for: rank, instruments)
    }

    /// What the stages of a process hear.
    package static func market(for rank: ProcessRank, _ instruments: InstrumentTable) -> [[UInt8]] {
        // The executor's process holds the paper venue too: it hears for both.
        let here: [ProcessRank] = rank == .executor ? [.executor, .venue] : [rank]
        var prefixes: [String] = []
        for entry in TopicCatalogue.entries
        where entry.delivery != .request && entry.delivery != .local
            && !here.allSatisfy({ !entry.listeners.contains($0) })
        {
            switch entry.kind {
            case .ticker: prefixes += instruments.instruments.map(\.name)
            case .kline: prefixes.append("kline_1m/")
            default: prefixes.append("\(entry.prefix)")
            }
        }
        return prefixes.map { Array($0.utf8) }
    }
}
