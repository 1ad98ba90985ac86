import Configuration
import Market
import Messages

/// What a person is told of topics that nobody says.
enum TopicGuide {
    /// A sentence for each prefix that begins no topic of the catalogue, with what was perhaps meant.
    static func complaints(_ prefixes: [String], _ instruments: InstrumentTable) -> [String] {
        let topics = topics(instruments)
        return prefixes.filter { prefix in
            !topics.contains { $0.hasPrefix(prefix) || prefix.hasPrefix($0 + "/") }
        }.map { prefix in
            let near = Spelling.nearest(to: prefix, of: names + instruments.instruments.map(\.name))
            return "\(ForeignText.quoted(prefix)) begins no topic of the catalogue"
                + (near.map { "; did you mean \($0)?" } ?? ".") + " There are: "
                + names.joined(separator: " ") + ", and a pair's name for its tickers"
        }
    }

    /// The first parts of the topics that are published.
    private static let names: [String] = TopicCatalogue.entries
        .filter { $0.delivery != .request && $0.delivery != .local }.map { "\($0.prefix)" }
        .filter { !$0.isEmpty }.sorted()

    /// What a topic may begin with: in lockstep requests and answers are said, too.
    private static func topics(_ instruments: InstrumentTable) -> [String] {
        names + instruments.instruments.map(\.name) + ["ask", "answer", "kline_1m", "kline_5m", "kline_15m"]
    }
}
