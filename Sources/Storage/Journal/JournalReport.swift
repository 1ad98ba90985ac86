import Sealing

/// What a verified journal has.
public struct JournalReport: Equatable, Sendable {
    /// Files.
    public var segments = 0
    /// Number of the oldest record that is kept, and of the newest one.
    public var first: UInt64 = 0
    public var last: UInt64 = 0
    /// Bytes of all files.
    public var bytes: Int64 = 0
    /// Hash of the newest record. Who notes it down can later tell that nothing was taken off the end, which
    /// a chain of hashes alone doesn't show.
    public var head = ChainHash.seed

    public init() {}

    /// Records that were verified.
    public var records: UInt64 { segments == 0 ? 0 : last - first + 1 }
}
