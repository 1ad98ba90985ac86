import Market

/// The part of the recorded data that is wanted: `from` ≤ event time < `to`.
public struct TimeWindow: Sendable, Hashable {
    /// The first event time that is wanted.
    public var from: Timestamp
    /// The first that is not.
    public var to: Timestamp

    /// How much before it is wanted as history: one-minute candles, to warm up from.
    public var history: TimeSpan

    public init(
        from: Timestamp = .zero, to: Timestamp = .never, history: TimeSpan = TimeSpan(nanoseconds: 0)
    ) {
        self.from = from
        self.to = to
        self.history = history
    }

    /// All of the data.
    public static let everything = TimeWindow()

    func contains(_ time: Timestamp) -> Bool { time >= from && time < to }
}
