import Market
import Stages

/// The multi-pair document's counts of the feed handler: messages published, by pair.
extension FeedHandlerStage: StatusReporting {
    public func statusFields(_ instruments: InstrumentTable) -> [String] {
        let counts = instruments.symbols.map {
            "\(ForeignText.json(instruments.name($0))):\(feeds[$0.int].published)"
        }
        return ["\"messages_sent\":{\(counts.joined(separator: ","))}"]
    }

    public func dashboard(_ instruments: InstrumentTable) -> [String] {
        let counts = instruments.symbols.map { "\(instruments.name($0)) \(feeds[$0.int].published)" }
        let total = feeds.reduce(0) { $0 + $1.published }
        return ["Published \(total) total messages (\(counts.joined(separator: ", ")))"]
    }
}
