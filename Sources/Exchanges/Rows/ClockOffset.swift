import Market

/// The constant by which a recorder's clock was behind the exchange's, found by the first messages.
///
/// It is the largest of (exchange time − receive time): what was under way longest counts least, so
/// that the quickest message arrives at the very moment it was sent and none before that.
public struct ClockOffset: BitwiseCopyable, Sendable, Hashable {
    /// Messages after which the offset stands.
    public static let sampleLimit = 1000

    /// What to add to a receive time to have the exchange's; it grows until it is settled.
    public private(set) var span = TimeSpan(nanoseconds: 0)
    /// Messages taken so far.
    public private(set) var samples = 0

    public init() {}

    /// Whether enough messages were taken for the offset to stand.
    public var isSettled: Bool { samples >= Self.sampleLimit }

    /// Receive times are by the exchange's clock: nothing is to be added, whatever the messages say.
    public mutating func settle() { (span, samples) = (TimeSpan(nanoseconds: 0), Self.sampleLimit) }

    /// Takes one message that tells when the exchange sent it.
    public mutating func add(receive: Timestamp, exchange: Timestamp) {
        let ahead = exchange - receive
        span = samples == 0 ? ahead : max(span, ahead)
        samples += 1
    }
}
