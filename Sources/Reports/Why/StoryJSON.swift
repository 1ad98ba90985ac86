import Configuration
import Market
import Messages

/// One signal's story as a JSON object: what the sentences tell as figures, and the journal's lines whole.
struct StoryJSON {
    let story: Story
    let book: StoryBook

    /// With the lines of the journal that it is made of.
    var full: String {
        let lines = story.entries + causes
        let shown = lines.map { entry in
            "{\"line\":\(entry.line),\"topic\":\(ForeignText.json(entry.topic)),\"id\":\(entry.id),"
                + "\"cause\":\(entry.causes),\"ts\":\(entry.time),\"data\":\(Self.text(entry.data))}"
        }
        return "{\(fields),\"text\":\(sentences),\"entries\":[\(shown.joined(separator: ","))]}"
    }

    /// A row of the list.
    var brief: String { "{\(fields)}" }

    /// What the decision followed from.
    private var causes: [JournalEntry] {
        var lines: Set<Int> = []
        let decided = [story.plan?.entry, story.signal?.entry].compactMap { $0 }
        return decided.flatMap(book.causes).filter { lines.insert($0.line).inserted }
    }

    private var sentences: String {
        ForeignText.json(StoryText(story: story, book: book, facts: WhyFacts()).text)
    }

    private var fields: String {
        let report = story.report?.value
        let reason = report?.reason ?? story.alerts.last?.value.reason
        return "\"order\":\(ForeignText.json(story.id)),\"time\":\"\(story.time)\","
            + "\"symbol\":\(story.pair.map(ForeignText.json) ?? "null"),"
            + "\"side\":\(story.side.map { "\"\($0.name)\"" } ?? "null"),"
            + "\"kind\":\"\(story.isExit ? "exit" : "entry")\","
            + "\"strategy\":\(story.signal.map { "\"\($0.value.strategyID)\"" } ?? "null"),"
            + "\"qty\":\(Self.text(story.quantity)),\"executed_qty\":\(story.executed),"
            + "\"price\":\(Self.text(story.price.present)),"
            + "\"status\":\(report.map { "\"\($0.status.name)\"" } ?? "null"),"
            + "\"outcome\":\"\(StoryOutcome(story).word)\",\"reason\":\(Self.text(reason)),"
            + "\"trade\":\(trade)"
    }

    private var trade: String {
        guard !story.isRefused, let trade = story.trade else { return "null" }
        return "{\"opened\":\(trade.isTakenOver ? "null" : "\"\(trade.opened)\""),"
            + "\"closed\":\(trade.ending == nil ? "null" : "\"\(trade.closed)\""),"
            + "\"closed_by\":\(trade.ending.map { "\"\($0.name)\"" } ?? "null"),"
            + "\"entry_price\":\(Self.text(trade.entryPrice.present)),"
            + "\"exit_price\":\(Self.text(trade.exitPrice.present)),\"gross\":\(trade.gross),"
            + "\"fees\":\(trade.fees),\"funding_paid\":\(trade.funding),\"net\":\(trade.net)}"
    }

    private static func text(_ value: (some FixedPoint)?) -> String {
        value.map(\.description) ?? "null"
    }

    private static func text(_ reason: Reason?) -> String {
        guard let reason, reason.code != .none else { return "null" }
        let figure = { (value: Double) in value.isFinite ? "\(value)" : "null" }
        return "{\"code\":\"\(reason.code.name)\",\"found\":\(figure(reason.found)),"
            + "\"limit\":\(figure(reason.limit)),\"text\":\(ForeignText.json(reason.text))}"
    }

    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .text(let text): ForeignText.json(text)
        case .array(let values): "[\(values.map(text).joined(separator: ","))]"
        case .object(let members):
            "{\(members.map { "\(ForeignText.json($0.key)):\(text($0.value))" }.joined(separator: ","))}"
        default: value.brief
        }
    }
}
