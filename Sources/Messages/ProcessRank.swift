/// The parts of the system in the order in which they act within one round.
public enum ProcessRank: UInt8, CaseIterable, BitwiseCopyable, Sendable, Hashable, Comparable {
    case feedHandler, l4Meta, l3Strategy, l2Tactic, l1Operational, riskManager, executor, venue
    /// What comes from outside the pipeline: a person, a script, the recorded data.
    case outside

    /// The executable's name.
    public var name: String {
        switch self {
        case .feedHandler: "feed-handler"
        case .l4Meta: "l4-meta"
        case .l3Strategy: "l3-strategy"
        case .l2Tactic: "l2-tactic"
        case .l1Operational: "l1-operational"
        case .riskManager: "risk-manager"
        case .executor: "executor"
        case .venue: "paper-venue"
        case .outside: "outside"
        }
    }

    /// The part with this executable's name.
    public init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }

    /// The seven parts that are programs of their own.
    public static var processes: [ProcessRank] {
        [.feedHandler, .l4Meta, .l3Strategy, .l2Tactic, .l1Operational, .riskManager, .executor]
    }

    public static func < (a: ProcessRank, b: ProcessRank) -> Bool { a.rawValue < b.rawValue }
}
