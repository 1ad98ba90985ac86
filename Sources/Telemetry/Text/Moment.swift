import Market

extension Timestamp {
    /// As people read it, in UTC: "2025-05-04 23:00", with seconds where there are some.
    public var minuteText: String {
        if self == .zero { return "-" }
        let text = description
        let (day, clock) = (text.prefix(10), text.dropFirst(11))
        return "\(day) \(seconds % 60 == 0 ? clock.prefix(5) : clock.prefix(8))"
    }
}

extension TimeSpan {
    /// As people say it: "45 s", "28 min", "3 h 20 min", "2 d 4 h".
    public var words: String {
        let whole = nanoseconds / 1_000_000_000
        if whole < 60 { return "\(whole) s" }
        let minutes = whole / 60
        if minutes < 60 { return whole % 60 == 0 ? "\(minutes) min" : "\(minutes) min \(whole % 60) s" }
        let (hours, rest) = (minutes / 60, minutes % 60)
        if hours < 48 { return rest == 0 ? "\(hours) h" : "\(hours) h \(rest) min" }
        return hours % 24 == 0 ? "\(hours / 24) d" : "\(hours / 24) d \(hours % 24) h"
    }
}

extension Money {
    /// With its sign, also above zero: "+1.32".
    package func signed(_ decimals: Int = 2) -> String { (raw > 0 ? "+" : "") + text(decimals: decimals) }
}
