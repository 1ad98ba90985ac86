import Configuration
import Market

/// One line of an output journal.
public struct JournalEntry: Sendable {
    /// 1 is the first line of the file.
    public let line: Int
    /// Market data that a step began with, rather than something decided.
    public let isInput: Bool
    public let topic: String
    public let id: Int
    public let causes: [Int]
    /// Event time, ns.
    public let time: Int
    public let data: JSONValue

    /// The first part of the topic: what kind of thing was said.
    public var kind: String { String(topic.prefix { $0 != "/" }) }

    /// The strategies that the message names.
    var strategies: [String] {
        if case .text(let name)? = data["strategy"] { return [name] }
        if case .object(let members)? = data["sources"] { return members.map(\.key) }
        return []
    }

    /// A text or number of the message, as it stands in the journal; anybody may have written that.
    public subscript(key: String) -> String? {
        switch data[key] {
        case .text(let text): ForeignText.line(text)
        case .some(let value): value.brief
        case nil: nil
        }
    }
}
