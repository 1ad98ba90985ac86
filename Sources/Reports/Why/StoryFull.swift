import Configuration
import Market

/// One signal's story as the journal has it: each line with all its fields, newest deeds first.
struct StoryFull {
    let story: Story
    let book: StoryBook
    let facts: WhyFacts

    var text: String {
        let decided = [story.plan?.entry, story.signal?.entry].compactMap { $0 }
        let before = causes(of: decided).filter { !$0.isInput }
        let deeds = story.entries.filter { entry in !decided.contains { $0.line == entry.line } }
        var lines = ["order of signal \(ForeignText.shown(story.id))"]
        lines += section("what happened, newest first", deeds.reversed())
        lines += section("what was decided", decided)
        lines += section("what the decision followed from", before)
        lines += section("the market data it came from", causes(of: decided).filter(\.isInput))
        lines += section(
            "the market data behind regime and weights", causes(of: before).filter(\.isInput))
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(_ title: String, _ entries: [JournalEntry]) -> [String] {
        entries.isEmpty ? [] : ["", title] + entries.map { "  " + Self.line($0) + place(of: $0) }
    }

    private func place(of entry: JournalEntry) -> String {
        facts.place(of: entry).map { ", \($0)" } ?? ""
    }

    /// What these entries name as their causes, each once, in the order of the journal.
    private func causes(of entries: [JournalEntry]) -> [JournalEntry] {
        var lines: Set<Int> = []
        return entries.flatMap(book.causes).filter { lines.insert($0.line).inserted }.sorted {
            $0.line < $1.line
        }
    }

    private static func line(_ entry: JournalEntry) -> String {
        let fields = members(entry.data).map { member in
            guard case .object(let inner) = member.value else {
                return "\(member.key)=\(text(member.value))"
            }
            let parts = inner.map { "\($0.key)=\(text($0.value))" }
            return "\(member.key)={\(parts.joined(separator: " "))}"
        }
        let time = Timestamp(nanoseconds: Int64(entry.time))
        return plain("\(time) \(entry.topic): \(fields.joined(separator: " "))")
            + "  [line \(entry.line)]"
    }

    private static func members(_ data: JSONValue) -> [JSONValue.Member] {
        guard case .object(let members) = data else { return [] }
        return members.filter { $0.key != "signal_id" }
    }

    private static func text(_ value: JSONValue) -> String {
        if case .text(let text) = value { return text }
        return value.brief
    }

    /// A journal may come from anywhere: nothing of it reaches a terminal but printable characters.
    private static func plain(_ text: String) -> String {
        ForeignText.shown(text, limit: .max)
    }
}
