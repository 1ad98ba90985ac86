import Market
import Wire

/// A reason with its two figures: what was found, and the limit it was held against.
@frozen public struct Reason: BitwiseCopyable, Sendable, Hashable {
    public var code: ReasonCode
    /// What was found (absent: NaN).
    public var found: Double
    /// What it was held against.
    public var limit: Double

    public init(_ code: ReasonCode = .none, found: Double = .nan, limit: Double = .nan) {
        self.code = code
        self.found = found
        self.limit = limit
    }

    /// Too late: when its turn came and until when it was good, both in seconds since 1970.
    public static func late(_ code: ReasonCode = .expired, at time: Timestamp, until: Timestamp) -> Reason {
        Reason(code, found: Double(time.nanoseconds) / 1e9, limit: Double(until.nanoseconds) / 1e9)
    }

    /// Why a command that is good until `expires` (zero: always) is refused at a moment; `nil` in time.
    public static func lateness(of expires: Timestamp, at time: Timestamp) -> Reason? {
        expires == .zero || time <= expires ? nil : late(at: time, until: expires)
    }

    public static func == (a: Reason, b: Reason) -> Bool {
        a.code == b.code && a.found.bitPattern == b.found.bitPattern
            && a.limit.bitPattern == b.limit.bitPattern
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(found.bitPattern)
        hasher.combine(limit.bitPattern)
    }

    /// Lists the reason's fields; they stand beside the message's own.
    mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.choice("reason", &code, .optional, "why; \"none\" where all is well")
        try visitor.number("found", &found, .optional, "the figure that decided, in the limit's unit")
        try visitor.number("limit", &limit, .optional, "the limit it was held against")
    }
}
