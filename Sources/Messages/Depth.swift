import Market
import Wire

/// Some levels of one side of the order book: a snapshot or a diff comes as several of these, `last` on
/// its final one.
@frozen public struct Depth: MessageFields {
    /// The pair, as in "BTC/USDT".
    public var symbol: SymbolID = SymbolID.none
    /// Buy for bids, sell for asks.
    public var side: Side = Side.buy
    /// True where the levels replace the book.
    public var isSnapshot: Bool = false
    /// True on the first part of an update.
    public var isFirst: Bool = false
    /// True on the last part of an update.
    public var isLast: Bool = false
    /// The venue's id of the update.
    public var updateID: Int64 = 0
    /// [price, quantity] of each level; quantity 0 removes it.
    public var levels: LevelList = LevelList()

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.symbol("symbol", &symbol, "the pair, as in \"BTC/USDT\"")
        try visitor.choice("side", &side, "buy for bids, sell for asks")
        try visitor.flag("snapshot", &isSnapshot, "true where the levels replace the book")
        try visitor.flag("first", &isFirst, "true on the first part of an update")
        try visitor.flag("last", &isLast, "true on the last part of an update")
        try visitor.integer("update_id", &updateID, "the venue's id of the update")
        try visitor.levels("levels", &levels, "[price, quantity] of each level; quantity 0 removes it")
    }
}
