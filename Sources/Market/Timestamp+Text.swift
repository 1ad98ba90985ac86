extension Timestamp {
    /// Reads a moment of ISO 8601: "2025-05-04", "2025-05-04T15:36", "2025-05-04 15:36:00.000", each time
    /// with an offset where there is one ("Z", "+02:00", "+0200", "+02"). Without one it is UTC.
    ///
    /// The day must be in the calendar; 24:00 is the end of a day, and there is no second 60.
    public init(parsing text: UnsafeRawBufferPointer) throws(TimeTextError) {
        var scanner = MomentScanner(text)
        self = try scanner.moment()
    }

    /// Reads a moment of ISO 8601; see `init(parsing:)`.
    public init(parsing text: String) throws(TimeTextError) {
        let found = Array(text.utf8).withUnsafeBytes { bytes in
            Result { () throws(TimeTextError) in try Timestamp(parsing: bytes) }
        }
        self = try found.get()
    }

    /// Reads a moment of ISO 8601; `nil` where it is none. See `init(parsing:)`.
    public init?(iso8601 text: String) {
        guard let moment = try? Timestamp(parsing: text) else { return nil }
        self = moment
    }
}

/// Reads the parts of a moment from left to right.
private struct MomentScanner {
    private static let secondsOfDay: Int64 = 86400
    private let text: UnsafeRawBufferPointer
    private var place = 0

    init(_ text: UnsafeRawBufferPointer) { self.text = text }

    mutating func moment() throws(TimeTextError) -> Timestamp {
        let days = try day()
        var (seconds, nanoseconds) = (days * Self.secondsOfDay, Int64(0))
        if place < text.count {
            guard skip("T") || skip("t") || skip(" ") else { throw .malformed }
            let time = try timeOfDay()
            seconds += time.seconds
            nanoseconds = time.nanoseconds
            seconds -= try offset()
        }
        guard place == text.count else { throw .malformed }
        guard seconds >= 0 else { throw .outOfRange }
        return Timestamp(nanoseconds: seconds * 1_000_000_000 + nanoseconds)
    }

    /// Days since 1970.
    private mutating func day() throws(TimeTextError) -> Int64 {
        let year = try number(digits: 4)
        guard skip("-") else { throw .malformed }
        let month = try number(digits: 2)
        guard skip("-") else { throw .malformed }
        let day = try number(digits: 2)
        guard (1970...2199).contains(year) else { throw .outOfRange }
        guard (1...12).contains(month), day >= 1, day <= Timestamp.days(inMonth: month, of: year) else {
            throw .noSuchDay
        }
        return Timestamp.days(year: year, month: month, day: day)
    }

    private mutating func timeOfDay() throws(TimeTextError) -> (seconds: Int64, nanoseconds: Int64) {
        let hour = try number(digits: 2)
        let minute = skip(":") ? try number(digits: 2) : 0
        var (second, nanoseconds) = (Int64(0), Int64(0))
        if skip(":") {
            second = try number(digits: 2)
            if skip(".") || skip(",") { nanoseconds = try fraction() }
        }
        let isEnd = hour == 24 && minute == 0 && second == 0 && nanoseconds == 0
        guard hour < 24 || isEnd, minute < 60, second < 60 else { throw .noSuchTime }
        return (hour * 3600 + minute * 60 + second, nanoseconds)
    }

    private mutating func fraction() throws(TimeTextError) -> Int64 {
        var (value, digits) = (Int64(0), 0)
        while place < text.count, text[place] >= 48, text[place] <= 57 {
            if digits < 9 {
                value = value * 10 + Int64(text[place] - 48)
            } else if text[place] != 48 {
                throw .tooFine
            }
            digits += 1
            place += 1
        }
        guard digits > 0 else { throw .malformed }
        for _ in min(digits, 9)..<9 { value *= 10 }
        return value
    }

    /// Seconds by which the written time is ahead of UTC.
    private mutating func offset() throws(TimeTextError) -> Int64 {
        guard place < text.count else { return 0 }
        _ = skip(" ")
        if skip("Z") || skip("z") { return 0 }
        if skip("U"), skip("T"), skip("C") { return 0 }
        let isBehind = skip("-")
        guard isBehind || skip("+") else { throw .malformed }
        let hours = try number(digits: 2)
        let hasColon = skip(":")
        let minutes = hasColon || place < text.count ? try number(digits: 2) : 0
        guard minutes < 60, hours * 60 + minutes <= 14 * 60 else { throw .noSuchOffset }
        return (isBehind ? -1 : 1) * (hours * 3600 + minutes * 60)
    }

    private mutating func number(digits: Int) throws(TimeTextError) -> Int64 {
        guard place + digits <= text.count else { throw .malformed }
        var value: Int64 = 0
        for byte in text[place..<(place + digits)] {
            guard byte >= 48, byte <= 57 else { throw .malformed }
            value = value * 10 + Int64(byte - 48)
        }
        place += digits
        return value
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard place < text.count, text[place] == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }
}

extension Timestamp {
    /// Days from 1970 to a date: Hinnant (2013), "chrono-Compatible Low-Level Date Algorithms".
    static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let y = month <= 2 ? year - 1 : year
        let era = y / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The last day of a month, by the Gregorian calendar.
    static func days(inMonth month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
