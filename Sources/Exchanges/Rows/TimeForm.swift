import Market

/// How a file writes its times: as a count since 1970, or as ISO 8601. One file has one form a column.
public enum TimeForm: UInt8, Sendable, Hashable, CaseIterable {
    case seconds
    case milliseconds
    case microseconds
    case nanoseconds
    case iso8601

    /// The years in which recorded data can be: before 2009 there was no market, and the units of counts
    /// are told apart by it.
    private static var first: Int64 { 1_230_768_000_000_000_000 }
    private static var end: Int64 { 4_102_444_800_000_000_000 }

    /// Nanoseconds of one count.
    private var unit: Int64 {
        switch self {
        case .seconds: 1_000_000_000
        case .milliseconds: 1_000_000
        case .microseconds: 1000
        case .nanoseconds, .iso8601: 1
        }
    }

    /// The one form in which the text is a moment; `nil` where it is none in any.
    package static func found(in text: UnsafeRawBufferPointer) -> TimeForm? {
        allCases.first { $0.moment(text) != nil }
    }

    /// The moment that the text is in this form; `nil` for what is none, or lies outside 2009 to 2099.
    package func moment(_ text: UnsafeRawBufferPointer) -> Timestamp? {
        let moment: Timestamp?
        if self == .iso8601 {
            moment = try? Timestamp(parsing: text)
        } else if let count = FieldText.integer(text) {
            let (product, overflow) = count.multipliedReportingOverflow(by: unit)
            moment = overflow ? nil : Timestamp(nanoseconds: product)
        } else {
            moment = FieldText.product(text, unit).map { Timestamp(nanoseconds: $0) }
        }
        guard let moment, moment.nanoseconds >= Self.first, moment.nanoseconds < Self.end else { return nil }
        return moment
    }
}

extension TimeForm: CustomStringConvertible {
    public var description: String {
        switch self {
        case .seconds: "seconds"
        case .milliseconds: "ms"
        case .microseconds: "µs"
        case .nanoseconds: "ns"
        case .iso8601: "ISO 8601"
        }
    }
}
