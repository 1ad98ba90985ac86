/// Why the feed can't be made.
public enum OKXFeedError: Error, Hashable, CustomStringConvertible {
    /// There is no memory for the reader.
    case noMemory
    /// A pair that is no spot pair; its name.
    case notSpot(String)

    /// In words.
    public var description: String {
        switch self {
        case .noMemory: "there is no memory for the reader of OKX's messages"
        case .notSpot(let name): "\(name) is a contract: OKX's feed has spot pairs alone"
        }
    }
}
