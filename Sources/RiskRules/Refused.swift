import Messages

/// Why an order may not go: the tightest limit with its figures, and which others would have refused.
public struct Refused: Error, BitwiseCopyable, Sendable, Hashable, CustomStringConvertible {
    /// The breach with the largest excess.
    public private(set) var reason: Reason
    /// The other breaches as bits, counted from `totalExposure`; codes before it have no bit.
    public private(set) var others: UInt32 = 0

    public init(_ reason: Reason) { self.reason = reason }

    public init(_ code: ReasonCode, found: Double = .nan, limit: Double = .nan) {
        self.init(Reason(code, found: found, limit: limit))
    }

    /// Adds a further breach: it decides where it exceeds its limit by more than the one that did so far.
    mutating func add(_ breach: Reason) {
        let loser: Reason
        if breach.excess > reason.excess {
            loser = reason
            reason = breach
        } else {
            loser = breach
        }
        others |= Self.bit(of: loser.code)
        others &= ~Self.bit(of: reason.code)
    }

    /// The bit that stands for a code in `others`; 0 where it has none.
    public static func bit(of code: ReasonCode) -> UInt32 {
        let place = Int(code.rawValue) - Int(ReasonCode.totalExposure.rawValue)
        return (0..<32).contains(place) ? 1 << UInt32(place) : 0
    }

    public var description: String { reason.text }
}

extension Reason {
    /// How far the figure lies beyond its limit, as a ratio of at least 1, whichever of the two is the
    /// larger; infinite for what has no figures (a missing stop, a halt) or comes too late, which so decides
    /// first.
    public var excess: Double {
        guard found.isFinite, limit.isFinite, code != .expired, code != .approvalExpired else {
            return .infinity
        }
        let (small, large) = abs(found) < abs(limit) ? (found, limit) : (limit, found)
        return small <= 0 || (found < 0) != (limit < 0) ? .infinity : large / small
    }
}
