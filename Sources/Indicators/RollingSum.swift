/// The sum of the last n values, without drift: nothing is ever subtracted.
///
/// The window is cut in blocks of n. When a block is full, its slots are replaced by the sums of
/// "this value and all later ones of the block"; the window's sum is then the oldest slot plus the
/// sum of the values since. Two additions an update, amortised (the two-stack queue, Okasaki 1998).
@frozen public struct RollingSum: Indicator {
    var window: Window
    var sinceTurn: Double

    /// A window that includes the latest value.
    public init(period: Period) {
        window = Window(length: period.length)
        sinceTurn = 0
    }

    public var value: Double? { window.isFull ? window.oldest + sinceTurn : nil }

    @discardableResult public mutating func update(_ input: Double) -> Double? {
        guard input.isUsable else { return nil }
        window.push(input)
        sinceTurn += input
        if window.hasTurned {
            window.accumulateBackwards { $0 + $1 }
            sinceTurn = 0
        }
        return value
    }
}
