/// The length of an indicator's window, in values. Checked once, where it is read; an indicator that
/// holds one cannot be built wrongly.
///
/// A number in the source is a literal (`RSI(period: 14)`); one from a configuration goes through
/// `try Period(number)`.
@frozen public struct Period: BitwiseCopyable, Sendable, Hashable {
    /// How many values the window holds.
    public let length: Int

    /// Shorter windows have no spread.
    public static var minimum: Int { 2 }
    /// What the windows inside the indicators can hold.
    public static var maximum: Int { Window.limit }

    /// - Throws: `IndicatorError.periodOutOfRange`.
    public init(_ length: Int) throws(IndicatorError) {
        guard (Period.minimum...Period.maximum).contains(length) else {
            throw IndicatorError.periodOutOfRange(length)
        }
        self.length = length
    }

    /// The length as the divisor of an average.
    var divisor: Double { Double(length) }
}

extension Period: ExpressibleByIntegerLiteral {
    /// A length written in the source; one out of range is a mistake in the program and ends it.
    public init(integerLiteral length: Int) {
        do {
            try self.init(length)
        } catch {
            fatalError("\(error)")
        }
    }
}
