/// The highest of the last n values, in two comparisons an update whatever the data: the block
/// scheme of `RollingSum` with maxima (van Herk 1992; Gil and Werman 1993).
@frozen public struct RollingMaximum: Indicator {
    var window: Window
    var sinceTurn: Double

    /// A window that includes the latest value.
    public init(period: Period) {
        window = Window(length: period.length)
        sinceTurn = -.infinity
    }

    public var value: Double? { window.isFull ? max(window.oldest, sinceTurn) : nil }

    @discardableResult public mutating func update(_ input: Double) -> Double? {
        guard input.isUsable else { return nil }
        window.push(input)
        sinceTurn = max(sinceTurn, input)
        if window.hasTurned {
            window.accumulateBackwards { max($0, $1) }
            sinceTurn = -.infinity
        }
        return value
    }
}
