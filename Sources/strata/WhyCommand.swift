import Hosting

/// Tells why an order was made.
enum WhyCommand {
    static let command = Command(name: name, summary: summary, usage: usage, run: run)
    static let name = "why"
    static let summary = "tells why an order was made, from fill back to market data"
    static let usage = """
        strata why [ORDER] --journal FILE

        Without an order it lists those of the journal. ORDER is a signal's id or an order's name.

        Example: strata why --journal var/journal.jsonl
        """

    static func run(_ words: [String]) throws(HostError) {
        let arguments = try Arguments(words, options: ["journal"], flags: [], positional: 1)
        guard let path = arguments["journal"] else {
            throw .usage("name the journal, as in: strata why --journal var/journal.jsonl")
        }
        let report = WhyReport(try JournalReader.read(path))
        guard let order = arguments.rest.first else { return Output.say(report.list()) }
        guard let story = report.story(of: order) else {
            throw .data("\(path) has no order \"\(order)\"; `strata why --journal \(path)` lists them")
        }
        Output.say(story)
    }
}
