import Exchanges
import Market
import Messages

/// Feeds one line of text to a parser.
extension LineParser {
    mutating func parse(text: String) throws -> RecordedEvent? { try outcome(text).get() }

    /// The event of one line, or what was wrong with it.
    mutating func outcome(_ text: String) -> Result<RecordedEvent?, FeedProblem> {
        Array(text.utf8).withUnsafeBytes { line in
            var event = RecordedEvent.none
            do throws(FeedProblem) {
                return .success(try parse(line, into: &event) == nil ? nil : event)
            } catch { return .failure(error) }
        }
    }
}
