import Market

/// Where a line belongs in its file: by its time, among those of one time by its number.
public struct LinePlace: BitwiseCopyable, Sendable, Hashable, Comparable {
    /// Open time of a candle, time of a trade or quote.
    public var time: Timestamp
    /// Number of a trade or an update; zero where lines have none.
    public var id: Int64

    public init(time: Timestamp, id: Int64 = 0) {
        self.time = time
        self.id = id
    }

    public static func < (a: LinePlace, b: LinePlace) -> Bool { (a.time, a.id) < (b.time, b.id) }
}
