import Glibc

/// Mean and spread of the last n values.
///
/// Welford's update (1962) with removal of the oldest value. Rounding cannot pile up: everything is
/// computed afresh from the window once in n updates, and at once when the spread collapses below a
/// millionth of what it was (a spike has left the window, and only rounding may be left of it).
@frozen public struct RollingMoments: Indicator {
    var window: Window
    var average: Double
    /// The sum of squared deviations from the mean, and its highest since it was computed afresh.
    var squares: Double
    var highestSquares: Double

    /// A window that includes the latest value.
    public init(period: Period) {
        window = Window(length: period.length)
        average = 0
        squares = 0
        highestSquares = 0
    }

    /// Mean and spread of a full window.
    @frozen public struct Value: BitwiseCopyable, Sendable, Hashable {
        /// The arithmetic mean.
        public let mean: Double
        /// The mean squared deviation (divided by n), as Bollinger's bands use it.
        public let populationVariance: Double
        /// The unbiased estimate (divided by n − 1).
        public let sampleVariance: Double

        /// The square root of the population variance.
        public var populationStandardDeviation: Double { populationVariance.squareRoot() }
        /// The square root of the sample variance.
        public var sampleStandardDeviation: Double { sampleVariance.squareRoot() }
    }

    public var value: Value? {
        guard window.isFull else { return nil }
        let length = Double(window.length)
        return Value(
            mean: average, populationVariance: squares / length, sampleVariance: squares / (length - 1))
    }

    @discardableResult public mutating func update(_ input: Double) -> Value? {
        guard input.isUsable else { return nil }
        if window.isFull { slide(to: input) } else { grow(by: input) }
        return value
    }

    private mutating func grow(by input: Double) {
        window.push(input)
        let deviation = input - average
        average += deviation / Double(window.count)
        squares += deviation * (input - average)
        if window.isFull { refresh() }
    }

    private mutating func slide(to input: Double) {
        let displaced = window.push(input)
        let before = average
        let change = input - displaced
        average += change / Double(window.length)
        squares = max(0, squares + change * ((input - average) + (displaced - before)))
        highestSquares = max(highestSquares, squares)
        if window.hasTurned || squares < highestSquares * 1e-6 { refresh() }
    }

    private mutating func refresh() {
        // Summed as distances from one value, so that equal values have no spread at all.
        let base = window.newest
        var distance = 0.0
        window.forEach { distance += $0 - base }
        let mean = base + distance / Double(window.length)
        var sum = 0.0
        window.forEach { sum += ($0 - mean) * ($0 - mean) }
        average = mean
        squares = sum
        highestSquares = sum
    }
}
