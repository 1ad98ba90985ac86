import FeedHandler
import Market
import Messages

/// Feeds one line of text to a parser.
extension LineParser {
    mutating func parse(text: String) throws -> RecordedEvent? { try outcome(text).get() }

    /// The event of one line, or what was wrong with it.
    mutating func outcome(_ text: String) -> Result<RecordedEvent?, FeedProblem> {
        Array(text.utf8).withUnsafeBytes { line in
            do throws(FeedProblem) { return .success(try parse(line)) } catch { return .failure(error) }
        }
    }
}

/// A small random source with a printed seed (SplitMix64; Steele, Lea, Flood, 2014).
struct SeededRandom: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
