import Market
import Messages

/// Buy, sell or hold.
public enum SignalType: UInt8, BitwiseCopyable, Sendable, Hashable {
    case hold
    case buy
    case sell

    /// The side to trade; `nil` for hold.
    public var side: Side? {
        switch self {
        case .hold: nil
        case .buy: .buy
        case .sell: .sell
        }
    }

    /// The same as it is said.
    public var advice: Advice {
        switch self {
        case .hold: .hold
        case .buy: .buy
        case .sell: .sell
        }
    }

    /// +1 for buy, −1 for sell, 0 for hold.
    public var direction: Double {
        switch self {
        case .hold: 0
        case .buy: 1
        case .sell: -1
        }
    }
}
