/// Every kind of message there is: the tag of `Message`.
public enum MessageKind: UInt8, CaseIterable, BitwiseCopyable, Sendable, Hashable {
    case ticker, kline, trade, depth, feedHealth, clock
    case strategyUpdate, drift, tacticTargets, executionPlan, signal
    case order, report, alert
    case riskAlert, pnlUpdate
    case fill, orderState, account
    case riskCheck, riskVerdict, submit, submitAnswer, cancel, orderQuery, halt, resume, acknowledge
    case place, venueCancel, venueQuery, venueAnswer, venueEvent, venueBooks, venueHolding
    case heartbeat, progress
    case skipped, reasoning, riskDecision
    case mark

    /// All of them, listed once: `allCases` makes a new array at each call.
    static let all = allCases
}

/// A set of kinds, as one bit each: who hears what is asked for every frame.
@frozen public struct KindSet: BitwiseCopyable, Sendable, Hashable, ExpressibleByArrayLiteral {
    public var bits: UInt64
    public init(arrayLiteral kinds: MessageKind...) {
        bits = kinds.reduce(0) { $0 | 1 << UInt64($1.rawValue) }
    }
    public init(_ kinds: [MessageKind]) { bits = kinds.reduce(0) { $0 | 1 << UInt64($1.rawValue) } }
    /// Whether a kind is in the set.
    @inlinable public func contains(_ kind: MessageKind) -> Bool { bits >> UInt64(kind.rawValue) & 1 == 1 }
}
