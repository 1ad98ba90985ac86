/// What L1 changed of a signal: it may lower a quantity and tighten a stop, and nothing else.
@frozen public struct SignalChanges: OptionSet, BitwiseCopyable, Sendable, Hashable {
    /// One bit a kind of change.
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The quantity is smaller than the signal's.
    public static let lowered = SignalChanges(rawValue: 1)
    /// Stop or target lies nearer to the price than the signal's.
    public static let tightened = SignalChanges(rawValue: 2)
}
