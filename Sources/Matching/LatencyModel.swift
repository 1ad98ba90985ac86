import Configuration
import Market

/// How long an order is on its way to the matching engine, in event time. On klines it does not
/// matter: an order meets the next candle's open, later than any latency.
///
/// Assumes a fixed latency; what is quoted meanwhile can't be had.
@frozen public struct LatencyModel: BitwiseCopyable, Sendable {
    /// From the sender to the engine.
    public let span: TimeSpan

    public init(_ paper: PaperSettings) { span = paper.latency }

    /// Whether an order placed at a moment can meet what is quoted at another.
    public func hasArrived(placed: Timestamp, by now: Timestamp) -> Bool { now >= placed + span }
}
