import Glibc

/// A decimal number kept as a whole count of hundred-millionths (1e-8), never as a `Double`.
///
/// Sums and differences trap on overflow: at 1e-8 the range is ±92 billion, and nothing a person
/// trades here comes near it without being an error. Products go through `multipliedFullWidth`.
public protocol FixedPoint: BitwiseCopyable, Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The count of 1e-8.
    var raw: Int64 { get set }
    init(raw: Int64)
}

/// How many raw counts make one.
@inlinable public var fixedPointScale: Int64 { 100_000_000 }

/// Which way a result that does not fit the grid goes.
@frozen public enum Rounding: Sendable {
    /// Towards zero: never more than what was asked.
    case down
    /// Away from zero: never less than what is due.
    case up
    /// To the nearest, ties away from zero.
    case nearest
}

extension FixedPoint {
    /// Whether the value comes back equal from its float64, as which it goes over the wire.
    @inlinable public var isKeptByFloat64: Bool {
        // Up to 2^51 it does: half a float64's last place is then below a quarter of 1e-8. Beyond, what has
        // fifteen digits does.
        raw.magnitude < 1 << 51 || Self(double)?.raw == raw
    }

    /// Nothing.
    @inlinable public static var zero: Self { Self(raw: 0) }

    /// Stands for "not given" in messages, where an `Optional` would cost eight bytes.
    @inlinable public static var absent: Self { Self(raw: .min) }

    /// `nil` where the value stands for "not given".
    @inlinable public var present: Self? { raw == .min ? nil : self }

    /// A whole number of units.
    @inlinable public init(_ units: Int) { self.init(raw: Int64(units) * fixedPointScale) }

    /// The nearest value at 1e-8, beyond 2^25 that of the shortest decimal which is this number, or `nil`
    /// where the number is not finite or out of range.
    @inlinable public init?(_ value: Double) {
        // Written so that NaN and infinity fail.
        guard abs(value) < 9.2e10 else { return nil }
        // Units and fraction apart: a product would lose the last digits of a meme pair's quantities.
        let units = Int64(value)
        let scaled = (value - Double(units)) * Double(fixedPointScale)
        // To the nearest, ties away from zero, as `rounded()` does it by a call.
        var rest = Int64(scaled)
        let left = scaled - Double(rest)
        if left >= 0.5 { rest += 1 } else if left <= -0.5 { rest -= 1 }
        let nearest = units * fixedPointScale + rest
        self.init(raw: abs(value) < 33_554_432 ? nearest : shortestDecimal(of: value) ?? nearest)
    }

    /// The nearest `Double`: for statistics and the wire, never for books.
    @inlinable public var double: Double {
        if raw.magnitude <= 1 << 53 { return Double(raw) / Double(fixedPointScale) }
        let (units, rest) = raw.quotientAndRemainder(dividingBy: fixedPointScale)
        return Double(units) + Double(rest) / Double(fixedPointScale)
    }

    @inlinable public static func + (a: Self, b: Self) -> Self { Self(raw: a.raw + b.raw) }
    @inlinable public static func - (a: Self, b: Self) -> Self { Self(raw: a.raw - b.raw) }
    @inlinable public static prefix func - (a: Self) -> Self { Self(raw: -a.raw) }
    @inlinable public static func += (a: inout Self, b: Self) { a.raw += b.raw }
    @inlinable public static func -= (a: inout Self, b: Self) { a.raw -= b.raw }
    @inlinable public static func < (a: Self, b: Self) -> Bool { a.raw < b.raw }

    /// The absolute value.
    @inlinable public var magnitude: Self { Self(raw: abs(raw)) }
    /// Whether the value is above zero.
    @inlinable public var isPositive: Bool { raw > 0 }
    /// Whether the value is zero.
    @inlinable public var isZero: Bool { raw == 0 }

    /// The value scaled by a ratio, rounded to the nearest 1e-8. For sizing and slippage, where the
    /// ratio itself is an estimate: what is beyond the range is its end, and no number is nothing.
    @inlinable public func scaled(by ratio: Double) -> Self {
        let scaled = (Double(raw) * ratio).rounded()
        if abs(scaled) < 9.2e18 { return Self(raw: Int64(scaled)) }
        return Self(raw: scaled > 0 ? .max : scaled < 0 ? -.max : 0)
    }

    /// The value on a grid of `step` (a step of zero means no grid).
    @inlinable public func rounded(to step: Self, _ rounding: Rounding) -> Self {
        guard step.raw > 0 else { return self }
        let (quotient, remainder) = raw.quotientAndRemainder(dividingBy: step.raw)
        guard remainder != 0 else { return self }
        let away: Int64 = raw > 0 ? 1 : -1
        switch rounding {
        case .down: return Self(raw: quotient * step.raw)
        case .up: return Self(raw: (quotient + away) * step.raw)
        case .nearest:
            return Self(raw: (quotient + (remainder.magnitude * 2 >= UInt64(step.raw) ? away : 0)) * step.raw)
        }
    }

    /// Whether the value lies on the grid of `step`.
    @inlinable public func isMultiple(of step: Self) -> Bool { step.raw <= 0 || raw % step.raw == 0 }
}

/// The count of 1e-8 of the shortest decimal that is this number: 200000000.1 and not 200000000.09999999,
/// which is nearer to the float64 of both. `nil` where it has more than eight decimals.
@usableFromInline func shortestDecimal(of value: Double) -> Int64? {
    let parts = value.magnitude.description.split(separator: ".")
    guard parts.count == 2, parts[1].utf8.count <= 8, let whole = Int64(parts[0]), let rest = Int64(parts[1])
    else { return nil }
    var count = rest
    for _ in parts[1].utf8.count..<8 { count *= 10 }
    let (scaled, overflow) = whole.multipliedReportingOverflow(by: fixedPointScale)
    guard !overflow else { return nil }
    return value < 0 ? -(scaled + count) : scaled + count
}

/// `a · b / divisor` through 128 bits, or `nil` where the result leaves Int64.
public func multiplyDivide(_ a: Int64, _ b: Int64, by divisor: Int64, _ rounding: Rounding) -> Int64? {
    guard divisor != 0 else { return nil }
    if a == 0 || b == 0 { return 0 }
    let negative = ((a < 0) != (b < 0)) != (divisor < 0)
    let product = a.magnitude.multipliedFullWidth(by: b.magnitude)
    guard product.high < divisor.magnitude else { return nil }
    // Most products fit into 64 bits, and dividing those is much cheaper.
    var (quotient, remainder) =
        product.high == 0
        ? product.low.quotientAndRemainder(dividingBy: divisor.magnitude)
        : divisor.magnitude.dividingFullWidth(product)
    switch rounding {
    case .down: break
    case .up: if remainder > 0 { quotient += 1 }
    case .nearest: if remainder >= divisor.magnitude - remainder { quotient += 1 }
    }
    guard quotient <= UInt64(Int64.max) else { return nil }
    return negative ? -Int64(quotient) : Int64(quotient)
}
