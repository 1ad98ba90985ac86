import Market

extension TimeSpan {
    private static let units: [(name: String, span: TimeSpan)] = [
        ("d", .days(1)), ("h", .hours(1)), ("m", .minutes(1)), ("s", .seconds(1)), ("ms", .milliseconds(1)),
        ("ns", TimeSpan(nanoseconds: 1)),
    ]

    /// Reads "15m", "50ms", "7d": a whole number and its unit.
    init?(configured text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int64(digits),
            let unit = Self.units.first(where: { $0.name == text.dropFirst(digits.count) })
        else { return nil }
        let (product, overflow) = count.multipliedReportingOverflow(by: unit.span.nanoseconds)
        guard !overflow else { return nil }
        self.init(nanoseconds: product)
    }

    /// The text in the largest unit that keeps it whole.
    var configured: String {
        for unit in Self.units where nanoseconds != 0 && nanoseconds % unit.span.nanoseconds == 0 {
            return "\(nanoseconds / unit.span.nanoseconds)\(unit.name)"
        }
        return "\(nanoseconds)ns"
    }
}
