import Configuration
import Market
import Telemetry

/// Tells of the orders in an output journal: which there were, and why each was made, refused and ended.
public struct WhyReport {
    private let book: StoryBook
    private let facts: WhyFacts

    public init(_ journal: Journal, facts: WhyFacts = WhyFacts()) {
        book = StoryBook(journal, known: facts.instruments)
        self.facts = facts
    }

    /// The signal ids of the orders, in the order in which they are first heard of.
    public var orders: [String] { book.stories.map(\.id) }

    /// How one order is told.
    public enum Form: Sendable, Hashable {
        /// Sentences.
        case text
        /// Every line of the journal with all its fields.
        case full
        case json
    }

    /// The orders that a filter lets through, a line each.
    public func list(_ filter: WhyFilter = WhyFilter(), asJSON: Bool = false) -> String {
        let kept = filter.kept(book.stories)
        guard asJSON else { return ForeignText.harmless(halt + WhyList(kept).text + notes) }
        return "[\(kept.map { StoryJSON(story: $0, book: book).brief }.joined(separator: ","))]\n"
    }

    /// The story of one order; `nil` where the journal has no such order. Takes the signal's id, with its
    /// run or without, or an order's name "st-<signal>-<leg>".
    public func story(of order: String, _ form: Form = .text) -> String? {
        guard let story = book.story(of: order) else { return nil }
        return switch form {
        case .text: ForeignText.harmless(StoryText(story: story, book: book, facts: facts).text)
        case .full: StoryFull(story: story, book: book, facts: facts).text
        case .json: StoryJSON(story: story, book: book).full + "\n"
        }
    }

    /// What was looked through for an order that isn't there, and which are spelled much like it.
    public func searched(for order: String) -> String {
        let near = book.near(order)
        let times = book.stories.map(\.time)
        var text = "\(book.journal.path) (\(book.stories.count) orders"
        if let first = times.min(), let last = times.max() {
            text += " of \(first.minuteText) to \(last.minuteText) UTC"
        }
        return text + ")" + (near.isEmpty ? "" : ", where \(near.joined(separator: ", ")) comes near")
    }

    /// Where the journal ends halted, that stands on top.
    private var halt: String {
        book.halt.map { Paragraph.lines($0.text).joined(separator: "\n") + "\n\n" } ?? ""
    }

    private var notes: String {
        book.journal.notes.isEmpty
            ? ""
            : "\n" + book.journal.notes.flatMap { Paragraph.lines($0) }.joined(separator: "\n") + "\n"
    }
}
