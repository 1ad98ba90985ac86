import Messages

/// What L2 did for one symbol since the start: for the status screen.
public struct TacticCounters: BitwiseCopyable, Sendable {
    /// Signals sent, entries and exits together.
    public internal(set) var signals = 0
    /// Of those, reductions of an open position.
    public internal(set) var exits = 0
    private var refusals = InlineArray<128, UInt32>(repeating: 0)

    /// How often a decision was not sent for this reason.
    public func refused(_ code: ReasonCode) -> Int { Int(refusals[Int(code.rawValue) & 127]) }

    /// Decisions that were not sent, for any reason.
    public var refused: Int { ReasonCode.allCases.reduce(0) { $0 + refused($1) } }

    mutating func refuse(_ code: ReasonCode) { refusals[Int(code.rawValue) & 127] &+= 1 }
}
