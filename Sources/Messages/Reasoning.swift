import Market
import Wire

/// A strategy's reason with its figures: up to three, in the order in which its code names them.
@frozen public struct Reasoning: BitwiseCopyable, Sendable {
    /// What it saw.
    public var code: ReasoningCode
    /// The figures that it saw (absent: NaN).
    public var first: Double
    public var second: Double
    public var third: Double

    public init(
        _ code: ReasoningCode = .nothing, _ first: Double = .nan, _ second: Double = .nan,
        _ third: Double = .nan
    ) {
        self.code = code
        self.first = first
        self.second = second
        self.third = third
    }

    /// The sentence a person reads.
    public var text: String { line.description }

    /// The same without an allocation.
    public var line: LineText {
        let (a, b, c) = (Self.text(first), Self.text(second), Self.text(third))
        return switch code {
        case .nothing: "it gives no reason"
        case .figures: "\(figures)"
        case .averagesCrossedUp: "the fast average \(a) crossed above a rising slow one at \(b), RSI \(c)"
        case .averagesCrossedDown: "the fast average \(a) crossed below a falling slow one at \(b), RSI \(c)"
        case .belowLowerBand:
            "the close \(a) is below the lower Bollinger band at \(b), RSI \(c) is oversold"
        case .aboveUpperBand:
            "the close \(a) is above the upper Bollinger band at \(b), RSI \(c) is overbought"
        case .aboveChannel: "the close \(a) is above the highest high of \(c) candles, \(b)"
        case .belowChannel: "the close \(a) is below the lowest low of \(c) candles, \(b)"
        }
    }

    /// The figures that are given, one after the other.
    private var figures: LineText {
        var line: LineText = "it tells of"
        for value in [first, second, third] where value.isFinite { line.append(" \(Reason.figure(value))") }
        return line
    }

    private static func text(_ value: Double) -> String {
        value.isFinite ? Reason.figure(value) : "(not told)"
    }

    /// Lists the code and the figures by their names, as a map inside the message's own.
    mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.choice("reasoning", &code, "what the strategy saw; see the table of reasonings")
        let names = code.names
        var values = (first, second, third)
        try visitor.nested("figures", "its figures, by the names that the table gives") {
            (inner: inout V) throws(WireError) in
            if names.0.utf8CodeUnitCount > 0 { try inner.number(names.0, &values.0, .optional, "") }
            if names.1.utf8CodeUnitCount > 0 { try inner.number(names.1, &values.1, .optional, "") }
            if names.2.utf8CodeUnitCount > 0 { try inner.number(names.2, &values.2, .optional, "") }
        }
        (first, second, third) = values
    }
}

extension Reasoning: Hashable {
    public static func == (a: Reasoning, b: Reasoning) -> Bool {
        a.code == b.code && a.bits == b.bits
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(bits.0)
        hasher.combine(bits.1)
        hasher.combine(bits.2)
    }

    private var bits: (UInt64, UInt64, UInt64) {
        (first.bitPattern, second.bitPattern, third.bitPattern)
    }
}
