import Market

/// One symbol at the paper venue, for those who look at it.
public struct VenueSymbol: Sendable {
    /// What is held here.
    public let position: Position
    /// Last price; zero before there was one.
    public let mark: Price
    /// Whether nothing can happen here: nothing is held, and no order waits or rests.
    public let isIdle: Bool
}
