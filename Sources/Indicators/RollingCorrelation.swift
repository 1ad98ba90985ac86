/// Pearson's correlation of the last n pairs, −1 to 1: feed it the returns of two symbols, not their
/// prices. `nil` also while one of the two stands still, for then it is undefined.
///
/// Kept like `RollingMoments`: Welford's update with removal, afresh once in n updates and when a
/// spread collapses.
@frozen public struct RollingCorrelation: BitwiseCopyable, Sendable {
    var first: Window
    var second: Window
    var firstMean: Double
    var secondMean: Double
    /// Sums of squared and crossed deviations from the means.
    var firstSquares: Double
    var secondSquares: Double
    var products: Double
    var highestFirst: Double
    var highestSecond: Double

    /// A window of n pairs.
    public init(period: Period) {
        first = Window(length: period.length)
        second = Window(length: period.length)
        (firstMean, secondMean) = (0, 0)
        (firstSquares, secondSquares, products) = (0, 0, 0)
        (highestFirst, highestSecond) = (0, 0)
    }

    /// The correlation after the last accepted pair; `nil` while warming up or undefined.
    public var value: Double? {
        guard first.isFull, firstSquares > 0, secondSquares > 0 else { return nil }
        let scale = firstSquares.squareRoot() * secondSquares.squareRoot()
        guard scale > 0 else { return nil }
        return max(-1, min(1, products / scale))
    }

    /// Takes the next pair; one that holds an unusable number is ignored and answered `nil`.
    @discardableResult public mutating func update(_ x: Double, _ y: Double) -> Double? {
        guard x.isUsable, y.isUsable else { return nil }
        let wasFull = first.isFull
        let (oldX, oldY) = (first.push(x), second.push(y))
        if wasFull { slide(x, y, from: oldX, oldY) }
        if first.hasTurned || hasCollapsed { refresh() }
        return value
    }

    private var hasCollapsed: Bool {
        firstSquares < highestFirst * 1e-6 || secondSquares < highestSecond * 1e-6
    }

    private mutating func slide(_ x: Double, _ y: Double, from oldX: Double, _ oldY: Double) {
        let length = Double(first.length)
        let (changeX, changeY) = (x - oldX, y - oldY)
        let (deviationX, deviationY) = (x - firstMean, y - secondMean)
        let (oldDeviationX, oldDeviationY) = (oldX - firstMean, oldY - secondMean)
        products += deviationX * deviationY - oldDeviationX * oldDeviationY - changeX * changeY / length
        firstSquares += changeX * (deviationX + oldDeviationX - changeX / length)
        secondSquares += changeY * (deviationY + oldDeviationY - changeY / length)
        firstMean += changeX / length
        secondMean += changeY / length
        highestFirst = max(highestFirst, firstSquares)
        highestSecond = max(highestSecond, secondSquares)
    }

    private mutating func refresh() {
        let length = Double(first.length)
        let (baseX, baseY) = (first.newest, second.newest)
        var (distanceX, distanceY) = (0.0, 0.0)
        first.forEach(with: &second) { x, y in
            distanceX += x - baseX
            distanceY += y - baseY
        }
        let (meanX, meanY) = (baseX + distanceX / length, baseY + distanceY / length)
        var (squaresX, squaresY, crossed) = (0.0, 0.0, 0.0)
        first.forEach(with: &second) { x, y in
            squaresX += (x - meanX) * (x - meanX)
            squaresY += (y - meanY) * (y - meanY)
            crossed += (x - meanX) * (y - meanY)
        }
        (firstMean, secondMean) = (meanX, meanY)
        (firstSquares, secondSquares, products) = (squaresX, squaresY, crossed)
        (highestFirst, highestSecond) = (squaresX, squaresY)
    }
}
