import Market
import Messages

/// The risk manager's day: equity at 00:00 UTC and the highest since.
@frozen public struct DayRecord: BitwiseCopyable, Sendable, Hashable {
    public var day: Int64
    public var openingEquity: Money
    public var peakEquity: Money

    public init(day: Int64 = 0, openingEquity: Money = .zero, peakEquity: Money = .zero) {
        self.day = day
        self.openingEquity = openingEquity
        self.peakEquity = peakEquity
    }
}
