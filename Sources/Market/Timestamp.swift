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

    /// Reads "2025-05-04", "2025-05-04T15:36", "2025-05-04T15:36:00" or with fraction and "Z"; UTC.
    public init?(iso8601 text: String) {
        let parts = text.split(whereSeparator: { !$0.isNumber }).map { Int64($0) }
        guard parts.count >= 3, parts.count <= 7, !parts.contains(nil) else { return nil }
        let numbers = parts.compactMap { $0 } + [0, 0, 0]
        let (year, month, dayOfMonth) = (numbers[0], numbers[1], numbers[2])
        guard (1970...2200).contains(year), (1...12).contains(month), (1...31).contains(dayOfMonth),
            numbers[3] < 24, numbers[4] < 60, numbers[5] < 60
        else { return nil }
        let y = month <= 2 ? year - 1 : year
        let era = y / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + dayOfMonth - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        let seconds = days * 86400 + numbers[3] * 3600 + numbers[4] * 60 + numbers[5]
        self.init(nanoseconds: seconds * 1_000_000_000)
    }
}
