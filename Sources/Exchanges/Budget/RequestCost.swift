import Market

/// What an exchange counts for a request, for the budget that all processes of a machine share.
public struct RequestCost: Sendable, Hashable {
    /// Whose limits count.
    public var market: MarketKind
    /// Its weight, which counts for the address.
    public var weight: Int
    /// What the exchange lets through a minute, by weight.
    public var weightLimit: Int
    /// How many orders it places, which count for the account.
    public var orders = 0
    /// What it is for.
    public var urgency: RequestUrgency
    /// The exchange's time when it was made.
    public var time: Timestamp

    public init(
        _ market: MarketKind, weight: Int, of weightLimit: Int, _ urgency: RequestUrgency, at time: Timestamp
    ) {
        (self.market, self.weight, self.weightLimit) = (market, weight, weightLimit)
        (self.urgency, self.time) = (urgency, time)
    }
}
