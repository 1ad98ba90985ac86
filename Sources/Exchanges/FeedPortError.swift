/// A feed that can't be used as it is.
public enum FeedPortError: Error, Hashable, CustomStringConvertible {
    /// A live feed where recorded data is needed; its name.
    case live(String)

    /// In words, with what to do.
    public var description: String {
        switch self {
        case .live(let name):
            "the feed \(name) is live: it can't be led in lockstep (--speed 0), only played as it comes"
        }
    }
}
