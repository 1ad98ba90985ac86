import Exchanges
import Market
import Messages

/// Feeds one line of text to a parser.
extension LineParser {
    mutating func parse(text: String) throws -> MarketEvent? { try outcome(text).get() }

    /// The event of one line, or what was wrong with it.
    mutating func outcome(_ text: String) -> Result<MarketEvent?, FeedProblem> {
        Array(text.utf8).withUnsafeBytes { line in
            var event = MarketEvent.none
            do throws(FeedProblem) {
                return .success(try parse(line, into: &event) == nil ? nil : event)
            } catch { return .failure(error) }
        }
    }
}
