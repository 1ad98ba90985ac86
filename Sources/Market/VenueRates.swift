/// What a venue charges, without references: what the way of an order may read.
@frozen public struct VenueRates: BitwiseCopyable, Sendable, Hashable {
    /// Fee of a maker and of a taker, fraction of the value; negative where a maker is paid.
    public var makerFee: Double
    /// See `makerFee`.
    public var takerFee: Double
    /// What a position on futures must keep, fraction of its value.
    public var maintenanceMargin: Double

    /// The rates of a venue, fractions.
    public init(makerFee: Double, takerFee: Double, maintenanceMargin: Double) {
        self.makerFee = makerFee
        self.takerFee = takerFee
        self.maintenanceMargin = maintenanceMargin
    }
}
