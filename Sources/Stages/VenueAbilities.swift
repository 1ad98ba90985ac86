/// What a venue can do of itself; what it can't is made up for between it and the executor.
@frozen public struct VenueAbilities: OptionSet, BitwiseCopyable, Sendable, Hashable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// An order carries its stop and target, which rest from its first fill on for what is filled of it.
    public static let attachedStops = VenueAbilities(rawValue: 1)
    /// Of a stop and a target the one that is filled cancels the other.
    public static let oneCancelsOther = VenueAbilities(rawValue: 2)
    /// Both: what the paper venue does.
    public static let all: VenueAbilities = [.attachedStops, .oneCancelsOther]
}
