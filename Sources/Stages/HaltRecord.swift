import Market
import Messages

/// Whether trading is halted, since when and why.
@frozen public struct HaltRecord: BitwiseCopyable, Sendable, Hashable {
    public var halted: Bool
    public var code: ReasonCode
    public var since: Timestamp

    public init(halted: Bool = false, code: ReasonCode = .none, since: Timestamp = .zero) {
        self.halted = halted
        self.code = code
        self.since = since
    }
}
