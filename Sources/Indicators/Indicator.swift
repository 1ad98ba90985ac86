/// A statistic kept up to date one value at a time, in constant time and without allocation.
///
/// Rules every indicator keeps:
/// - It is plain bytes without padding: state can be saved, restored and compared as bytes.
/// - `value` is `nil` while it warms up, and the figure after the last accepted input from then on.
/// - An input that is no usable number (`NaN`, infinite, beyond 1e100, or not positive where a price
///   is due) leaves it exactly as it was, and `update` answers `nil`. One bad input never poisons
///   what comes later.
public protocol Indicator: BitwiseCopyable, Sendable {
    /// What is fed in, once a candle.
    associatedtype Input
    /// What comes out.
    associatedtype Output

    /// The figure after the last accepted input; `nil` while warming up.
    var value: Output? { get }

    /// Takes the next input and answers the new figure; `nil` while warming up or if the input is unusable.
    @discardableResult mutating func update(_ input: Input) -> Output?
}

extension Double {
    /// Finite, and small enough that sums of squares over a window stay finite.
    var isUsable: Bool { magnitude <= 1e100 }
}
