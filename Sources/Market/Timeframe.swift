/// The length of a candle.
public enum Timeframe: UInt8, BitwiseCopyable, Sendable, Hashable, CaseIterable, Comparable {
    case m1, m5, m15, h1, h4, d1

    /// The length in minutes.
    public var minutes: Int {
        switch self {
        case .m1: 1
        case .m5: 5
        case .m15: 15
        case .h1: 60
        case .h4: 240
        case .d1: 1440
        }
    }

    /// The length as a span of time.
    public var span: TimeSpan { .minutes(Int64(minutes)) }

    /// Binance's name, as on the wire: "1m", "15m", "1h", "1d".
    public var wireName: StaticString {
        switch self {
        case .m1: "1m"
        case .m5: "5m"
        case .m15: "15m"
        case .h1: "1h"
        case .h4: "4h"
        case .d1: "1d"
        }
    }

    public static func < (a: Timeframe, b: Timeframe) -> Bool { a.rawValue < b.rawValue }
}
