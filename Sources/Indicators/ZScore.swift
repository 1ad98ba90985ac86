/// How many population standard deviations the latest value lies above the mean of the last n (itself
/// included); 0 in a window without spread.
@frozen public struct ZScore: Indicator {
    var moments: RollingMoments

    /// A window that includes the latest value.
    public init(period: Period) { moments = RollingMoments(period: period) }

    public var value: Double? {
        guard let value = moments.value else { return nil }
        let deviation = value.populationStandardDeviation
        return deviation > 0 ? (moments.window.newest - value.mean) / deviation : 0
    }

    @discardableResult public mutating func update(_ input: Double) -> Double? {
        moments.update(input) == nil ? nil : value
    }
}
