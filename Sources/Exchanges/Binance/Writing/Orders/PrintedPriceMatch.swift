/// Which price of the book an order has instead of one of its own.
public enum PrintedPriceMatch: String, BitwiseCopyable, Sendable, Hashable {
    case none = "NONE"
    case opponent = "OPPONENT"
    case opponent5 = "OPPONENT_5"
    case opponent10 = "OPPONENT_10"
    case opponent20 = "OPPONENT_20"
    case queue = "QUEUE"
    case queue5 = "QUEUE_5"
    case queue10 = "QUEUE_10"
    case queue20 = "QUEUE_20"

    /// Whether it is a price of the order's own side.
    public var isQueue: Bool {
        switch self {
        case .queue, .queue5, .queue10, .queue20: true
        default: false
        }
    }

    /// The level of the book, from 1.
    public var depth: Int {
        switch self {
        case .none, .opponent, .queue: 1
        case .opponent5, .queue5: 5
        case .opponent10, .queue10: 10
        case .opponent20, .queue20: 20
        }
    }
}
