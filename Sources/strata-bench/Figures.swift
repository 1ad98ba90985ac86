import Glibc

/// Arithmetic on what was measured.
enum Figures {
    /// The value below which a share of the sorted values lies.
    static func percentile(_ share: Double, ofSorted values: [Double]) -> Double {
        guard !values.isEmpty else { return .nan }
        return values[min(values.count - 1, Int(share * Double(values.count)))]
    }

    /// The middle value; of an even number the mean of the middle two.
    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return .nan }
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    /// Three or four figures that a person can read.
    static func text(_ value: Double) -> String {
        guard value.isFinite else { return "-" }
        let size = abs(value)
        let digits = size >= 1000 || value == value.rounded() ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3
        let scale = pow(10, Double(digits))
        let scaled = Int64((abs(value) * scale).rounded())
        let whole = grouped("\(scaled / Int64(scale))")
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard digits > 0 else { return sign + whole }
        let rest = String(scaled % Int64(scale))
        return sign + whole + "." + String(repeating: "0", count: digits - rest.count) + rest
    }

    private static func grouped(_ digits: String) -> String {
        var text = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }
}
