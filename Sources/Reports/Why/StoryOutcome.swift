import Market
import Messages

/// How a signal stands at the end of its journal, for list and headline.
struct StoryOutcome {
    /// One word for a table: "target", "stop", "exit", "refused", "open" …
    let word: String
    /// The same in words.
    let words: String

    init(_ story: Story) {
        (word, words) = Self.of(story)
    }

    private static func of(_ story: Story) -> (String, String) {
        if story.isRefused, let report = story.report?.value {
            return report.status == .rejected
                ? ("refused", "refused") : (report.status.name, report.status.name)
        }
        if story.isRefused { return ("refused", "refused") }
        if story.isExit {
            guard story.executed.isPositive else { return ("pending", "not filled yet") }
            return (
                "filled", story.closing?.ending == nil ? "filled, some of it is still open" : "filled"
            )
        }
        guard story.executed.isPositive || story.opened != nil else {
            return ("pending", "not filled yet")
        }
        switch story.opened?.ending {
        case .stop?: return ("stop", "stopped out")
        case .target?: return ("target", "closed at its target")
        case .signal?: return ("exit", "closed by an opposite signal")
        case .outside?: return ("exit", "closed by a signal from outside")
        case .emergency?: return ("closed", "closed by the emergency stop")
        case .settlement?: return ("closed", "closed at the last price, for the pair's data was over")
        case .liquidation?: return ("liquidated", "liquidated")
        case nil: return ("open", "still open")
        }
    }
}
