/// Why a text is no moment.
public enum TimeTextError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Not of the form "2025-05-04T15:36:00.000+02:00", of which all behind the day may be left out.
    case malformed
    /// A day that the calendar does not have: the 31st of February.
    case noSuchDay
    /// An hour, minute or second that no day has. The second 60 is one: this time counts no leap seconds.
    case noSuchTime
    /// An offset from UTC of more than 14 hours.
    case noSuchOffset
    /// Digits behind the nanosecond.
    case tooFine
    /// Before 1970 or after 2199.
    case outOfRange

    public var description: String {
        switch self {
        case .malformed: "is no date or time of ISO 8601"
        case .noSuchDay: "names a day that the calendar does not have"
        case .noSuchTime: "names an hour, minute or second that no day has"
        case .noSuchOffset: "has an offset from UTC of more than 14 hours"
        case .tooFine: "has more digits than nanoseconds"
        case .outOfRange: "lies before 1970 or after 2199"
        }
    }
}
