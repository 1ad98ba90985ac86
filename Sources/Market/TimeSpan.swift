/// A length of time in nanoseconds.
@frozen public struct TimeSpan: BitwiseCopyable, Sendable, Hashable, Comparable {
    public var nanoseconds: Int64
    @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// A length in the unit of the name.
    public static func milliseconds(_ count: Int64) -> TimeSpan { TimeSpan(nanoseconds: count * 1_000_000) }
    public static func seconds(_ count: Int64) -> TimeSpan { TimeSpan(nanoseconds: count * 1_000_000_000) }
    public static func minutes(_ count: Int64) -> TimeSpan { seconds(count * 60) }
    public static func hours(_ count: Int64) -> TimeSpan { minutes(count * 60) }
    public static func days(_ count: Int64) -> TimeSpan { hours(count * 24) }

    /// The length in seconds: for rates and for people.
    public var seconds: Double { Double(nanoseconds) / 1e9 }
    public static func < (a: TimeSpan, b: TimeSpan) -> Bool { a.nanoseconds < b.nanoseconds }
    public static func + (a: TimeSpan, b: TimeSpan) -> TimeSpan {
        TimeSpan(nanoseconds: a.nanoseconds + b.nanoseconds)
    }
    public static func * (a: TimeSpan, b: Int64) -> TimeSpan { TimeSpan(nanoseconds: a.nanoseconds * b) }
}
