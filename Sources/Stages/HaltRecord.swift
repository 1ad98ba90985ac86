import Market
import Messages

/// Whether trading is halted, since when, why and by whom.
@frozen public struct HaltRecord: BitwiseCopyable, Sendable, Hashable {
    public var halted: Bool
    public var code: ReasonCode
    public var since: Timestamp
    /// Who asked for it, or the process whose limit did: "person", "supervisor", "risk-manager".
    public var by: ShortLabel

    public init(
        halted: Bool = false, code: ReasonCode = .none, since: Timestamp = .zero,
        by: ShortLabel = ShortLabel()
    ) {
        self.by = by
        self.halted = halted
        self.code = code
        self.since = since
    }
}
