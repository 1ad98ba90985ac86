/// A moment in nanoseconds since 1970-01-01 00:00 UTC. It always comes in a message: nothing pure
/// reads a clock.
@frozen public struct Timestamp: BitwiseCopyable, Sendable, Hashable, Comparable {
    public var nanoseconds: Int64
    @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }
    public init(milliseconds: Int64) { self.init(nanoseconds: milliseconds * 1_000_000) }

    /// Before anything happened.
    public static var zero: Timestamp { Timestamp(nanoseconds: 0) }
    /// Later than anything: cancels a timer.
    public static var never: Timestamp { Timestamp(nanoseconds: .max) }

    /// Whole milliseconds since 1970.
    public var milliseconds: Int64 { nanoseconds / 1_000_000 }
    /// Whole seconds since 1970.
    public var seconds: Int64 { nanoseconds / 1_000_000_000 }
    /// Days since 1970: the day by which drawdown is counted (it starts at 00:00 UTC).
    public var day: Int64 { nanoseconds / 86_400_000_000_000 }

    @inlinable public static func < (a: Timestamp, b: Timestamp) -> Bool { a.nanoseconds < b.nanoseconds }
    /// A sum that stops at `never` instead of overflowing.
    public static func + (a: Timestamp, b: TimeSpan) -> Timestamp {
        let (sum, overflow) = a.nanoseconds.addingReportingOverflow(b.nanoseconds)
        return Timestamp(nanoseconds: overflow ? .max : sum)
    }
    public static func - (a: Timestamp, b: TimeSpan) -> Timestamp {
        Timestamp(nanoseconds: a.nanoseconds - b.nanoseconds)
    }
    public static func - (a: Timestamp, b: Timestamp) -> TimeSpan {
        TimeSpan(nanoseconds: a.nanoseconds - b.nanoseconds)
    }

    /// The first moment of the period of length `span` in which this moment lies.
    public func floor(to span: TimeSpan) -> Timestamp {
        Timestamp(nanoseconds: nanoseconds - nanoseconds % span.nanoseconds)
    }
    /// The first multiple of `span` later than this moment.
    public func next(multipleOf span: TimeSpan) -> Timestamp { floor(to: span) + span }
}

extension Timestamp: CustomStringConvertible {
    /// ISO 8601 in UTC with milliseconds: "2025-05-04T15:36:00.000Z".
    public var description: String {
        let line: LineText = "\(self)"
        return line.description
    }

    /// Civil date from day count: Hinnant (2013), "chrono-Compatible Low-Level Date Algorithms".
    var civilDate: (year: Int64, month: Int64, day: Int64) {
        let z = day + 719_468
        let era = z / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let m = (5 * dayOfYear + 2) / 153
        let month = m < 10 ? m + 3 : m - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * m + 2) / 5 + 1)
    }
}
