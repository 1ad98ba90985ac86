import Market

/// When something came in: both clocks, read once by the shell. A core never reads a clock.
@frozen public struct Moment: BitwiseCopyable, Sendable, Hashable {
    /// For deadlines: nanoseconds that never go back.
    public var monotonic: Int64
    /// For what is compared with the exchange's times.
    public var wall: Timestamp

    public init(monotonic: Int64, wall: Timestamp) { (self.monotonic, self.wall) = (monotonic, wall) }
}
