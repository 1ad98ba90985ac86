import Market

/// The ids of one depth message as the exchange counts them.
public struct DepthUpdate: BitwiseCopyable, Sendable, Hashable {
    /// U: first update in it.
    public var firstID: Int64
    /// u: last update in it; lastUpdateId of a snapshot.
    public var lastID: Int64
    /// pu: last update of the message before; only futures tell it.
    public var previousID: Int64?

    public init(firstID: Int64, lastID: Int64, previousID: Int64? = nil) {
        self.firstID = firstID
        self.lastID = lastID
        self.previousID = previousID
    }

    /// Whether it holds nothing that a snapshot of this id has not.
    func isOlder(thanSnapshot id: Int64) -> Bool { previousID == nil ? lastID <= id : lastID < id }

    /// Whether it is the first to follow a snapshot of this id without a hole.
    func continues(snapshot id: Int64) -> Bool { firstID <= id + 1 && lastID >= id }

    /// Whether nothing is missing between the update of this id and this one, which goes beyond it. Levels
    /// tell what there is now, not what changed: where two connections cut the stream at different ids, what
    /// both tell does no harm.
    func continues(update id: Int64) -> Bool { lastID > id && (previousID ?? firstID - 1) <= id }
}
