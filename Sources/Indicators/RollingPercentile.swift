/// Where the latest value stands among the last n (itself included): 0 the lowest, 1 the highest, ties
/// half. A full window is scanned once an update, without a branch on the data.
@frozen public struct RollingPercentile: Indicator {
    var window: Window
    var standing: Double

    /// A window of the latest value and those before it.
    public init(period: Period) {
        window = Window(length: period.length)
        standing = 0
    }

    public var value: Double? { window.isFull ? standing : nil }

    @discardableResult public mutating func update(_ input: Double) -> Double? {
        guard input.isUsable else { return nil }
        window.push(input)
        guard window.isFull else { return nil }
        // Below less above; wrapping sums, for they vectorise, and a window cannot overflow them.
        var lead = 0
        window.forEach { lead &+= ($0 < input ? 1 : 0) &- ($0 > input ? 1 : 0) }
        let others = window.length - 1
        standing = Double(others + lead) / Double(2 * others)
        return standing
    }
}
