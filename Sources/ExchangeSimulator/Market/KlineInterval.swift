import Market

/// The lengths of candles that the exchange knows.
enum KlineInterval: String, Sendable, Hashable, CaseIterable {
    case s1 = "1s"
    case m1 = "1m"
    case m3 = "3m"
    case m5 = "5m"
    case m15 = "15m"
    case m30 = "30m"
    case h1 = "1h"
    case h2 = "2h"
    case h4 = "4h"
    case h6 = "6h"
    case h8 = "8h"
    case h12 = "12h"
    case d1 = "1d"
    case d3 = "3d"
    case w1 = "1w"
    case month = "1M"

    /// Its length; a month has none of its own.
    var span: TimeSpan {
        switch self {
        case .s1: .seconds(1)
        case .m1: .minutes(1)
        case .m3: .minutes(3)
        case .m5: .minutes(5)
        case .m15: .minutes(15)
        case .m30: .minutes(30)
        case .h1: .hours(1)
        case .h2: .hours(2)
        case .h4: .hours(4)
        case .h6: .hours(6)
        case .h8: .hours(8)
        case .h12: .hours(12)
        case .d1: .days(1)
        case .d3: .days(3)
        case .w1: .days(7)
        case .month: .days(31)
        }
    }

    /// The first moment of the candle that a moment lies in; days begin `offset` before UTC's.
    func start(of time: Timestamp, offset: TimeSpan = TimeSpan(nanoseconds: 0)) -> Timestamp {
        let local = time + offset
        switch self {
        case .month: return Self.month(of: local, plus: 0) - offset
        // A week begins on Monday, and 1970 began on a Thursday.
        case .w1: return (local - .days(4)).floor(to: span) + .days(4) - offset
        default: return local.floor(to: span) - offset
        }
    }

    /// The first moment after the candle that begins at a moment.
    func end(of start: Timestamp, offset: TimeSpan = TimeSpan(nanoseconds: 0)) -> Timestamp {
        guard self == .month else { return start + span }
        return Self.month(of: start + offset, plus: 1) - offset
    }

    /// The first moment of the month of a moment, or of one after it; Hinnant (2013), as in `Timestamp`.
    private static func month(of time: Timestamp, plus months: Int64) -> Timestamp {
        let z = time.day + 719_468
        let era = z / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        // Months are counted from March, with which that year begins.
        let month = (5 * dayOfYear + 2) / 153 + months
        let year = yearOfEra + era * 400 + month / 12
        let inYear = month % 12
        let yearDays = 365 * (year % 400) + year % 400 / 4 - year % 400 / 100
        let days = year / 400 * 146_097 + yearDays + (153 * inYear + 2) / 5 - 719_468
        return .zero + .days(days)
    }
}
