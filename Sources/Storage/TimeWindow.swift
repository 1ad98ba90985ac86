import Market

/// The part of the recorded data that is wanted: `from` ≤ event time < `to`.
public struct TimeWindow: Sendable, Hashable {
    public var from: Timestamp
    public var to: Timestamp

    public init(from: Timestamp = .zero, to: Timestamp = .never) {
        self.from = from
        self.to = to
    }

    public static let everything = TimeWindow()

    func contains(_ time: Timestamp) -> Bool { time >= from && time < to }
}
