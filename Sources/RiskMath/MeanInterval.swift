import Glibc

/// A mean with its 95 % interval, from a sample that is taken as normal (Student's t).
public struct MeanInterval: BitwiseCopyable, Sendable, Hashable {
    /// How many values there were.
    public private(set) var count = 0
    /// Their mean; 0 where there are none.
    public private(set) var mean = 0.0
    private var squares = 0.0

    public init() {}

    /// Takes the next value (Welford 1962).
    public mutating func add(_ value: Double) {
        count += 1
        let before = value - mean
        mean += before / Double(count)
        squares += before * (value - mean)
    }

    /// Takes all values of another sample (Chan, Golub and LeVeque 1979).
    public mutating func add(_ other: MeanInterval) {
        guard other.count > 0 else { return }
        let (a, b) = (Double(count), Double(other.count))
        let difference = other.mean - mean
        count += other.count
        mean += difference * b / (a + b)
        squares += other.squares + difference * difference * a * b / (a + b)
    }

    /// The interval's half width; `nil` for fewer than two values, which tell nothing of it.
    public var half: Double? {
        guard count > 1 else { return nil }
        let deviation = (squares / Double(count - 1)).squareRoot()
        return StudentT.upper(degrees: count - 1) * deviation / Double(count).squareRoot()
    }
}
