import Market

/// A sum of quantities or values at 1e-8, exact beyond what 64 bits hold: a day of a meme pair.
@frozen public struct Volume: BitwiseCopyable, Sendable, Hashable {
    /// The count of 1e-8.
    public var raw: Int128

    public init(raw: Int128) { self.raw = raw }
    /// What a quantity or an amount is.
    public init(_ value: some FixedPoint) { raw = Int128(value.raw) }

    /// The nearest volume to a statistic; nothing where that is no number, or no volume.
    public init(_ value: Double) {
        guard value > 0, value < 1e29 else {
            raw = 0
            return
        }
        // As `Quantity` reads it, where that holds it: to the last digit of what was written.
        raw = Quantity(value).map { Int128($0.raw) } ?? Int128((value * 1e8).rounded())
    }

    /// What a quantity comes to at a price.
    public init(_ quantity: Quantity, at price: Price) {
        raw = Int128(quantity.raw) * Int128(price.raw) / Int128(fixedPointScale)
    }

    /// Nothing.
    public static let zero = Volume(raw: 0)
    public static func + (a: Volume, b: Volume) -> Volume { Volume(raw: a.raw + b.raw) }
    public static func - (a: Volume, b: Volume) -> Volume { Volume(raw: a.raw - b.raw) }
    public static func += (a: inout Volume, b: Volume) { a.raw += b.raw }
    /// The nearest `Double`: for comparisons and for people.
    public var double: Double { Double(raw) / Double(fixedPointScale) }

    /// The average price of so much value for so much quantity; `nil` where there is none.
    public func average(per quantity: Volume) -> Price? {
        guard quantity.raw > 0 else { return nil }
        let price = (raw * Int128(fixedPointScale) + quantity.raw / 2) / quantity.raw
        return Int64(exactly: price).map(Price.init(raw:))
    }
}
