import Glibc

/// The quantile of Student's distribution by which a mean's 95 % interval is made: Student (1908).
public enum StudentT {
    /// The normal distribution's quantile of 97.5 %.
    public static let normal = 1.959963984540054

    /// The quantile of 97.5 %: exact for one and two degrees of freedom, beyond them by the expansion of
    /// Abramowitz and Stegun (1964), 26.7.5, within 0.2 %.
    public static func upper(degrees: Int) -> Double {
        if degrees <= 1 { return tan(.pi * 0.475) }
        if degrees == 2 { return 0.95 * (2 / (4 * 0.975 * 0.025)).squareRoot() }
        let (z, v) = (normal, Double(degrees))
        let terms = [
            (pow(z, 3) + z) / 4,
            (5 * pow(z, 5) + 16 * pow(z, 3) + 3 * z) / 96,
            (3 * pow(z, 7) + 19 * pow(z, 5) + 17 * pow(z, 3) - 15 * z) / 384,
            (79 * pow(z, 9) + 776 * pow(z, 7) + 1482 * pow(z, 5) - 1920 * pow(z, 3) - 945 * z) / 92_160,
        ]
        return terms.enumerated().reduce(z) { $0 + $1.element / pow(v, Double($1.offset + 1)) }
    }
}
