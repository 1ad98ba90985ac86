/// The direction of an order or a fill.
public enum Side: UInt8, BitwiseCopyable, Sendable, Hashable, CaseIterable {
    case buy
    case sell

    /// The other side.
    public var opposite: Side { self == .buy ? .sell : .buy }
    /// +1 for a buy, −1 for a sell.
    public var sign: Int64 { self == .buy ? 1 : -1 }
}
