import Messages

/// Which processes are gone, as a stage has been told: every one of which nothing was said is there.
public struct Absences: Equatable, BitwiseCopyable, Sendable {
    private var bits: UInt16 = 0

    /// Everybody is there.
    public init() {}

    /// One process is gone.
    public init(_ rank: ProcessRank) { note(rank, .down) }

    /// Takes over how the link to a process is now.
    public mutating func note(_ rank: ProcessRank, _ state: LinkState) {
        let bit: UInt16 = 1 << UInt16(rank.rawValue)
        bits = state == .down ? bits | bit : bits & ~bit
    }

    /// Whether a process is gone.
    public func contains(_ rank: ProcessRank) -> Bool { bits & (1 << UInt16(rank.rawValue)) != 0 }
}
