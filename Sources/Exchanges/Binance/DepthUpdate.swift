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

    /// Whether it is the one right after the update of this id.
    func continues(update id: Int64) -> Bool { previousID.map { $0 == id } ?? (firstID == id + 1) }
}
