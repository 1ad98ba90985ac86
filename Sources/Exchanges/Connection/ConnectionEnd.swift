/// Why a connection or a request came to nothing.
public enum ConnectionEnd: Error, Sendable, Hashable {
    /// The peer closed the connection, with its code (RFC 6455, 7.4) and reason.
    case closed(code: Int, reason: String)
    /// The name was not found, the peer not reached, or the connection lost; what the library says.
    case lost(String)
    /// A request that never left this machine: no connection came to be, or nothing may sign it. What the
    /// library says.
    case unsent(String)
    /// A request that never left this machine: its processes have used up what the exchange lets through for
    /// so long.
    case overBudget(nanoseconds: Int64)
    /// The certificate, or the name that it is for, can't be trusted.
    case untrusted(String)
    /// The peer refused the upgrade to a WebSocket with this HTTP status.
    case refused(status: Int)
    /// No answer within the time given.
    case timedOut
    /// More bytes came than are taken.
    case tooLong(limit: Int)
    /// This side wanted it closed.
    case wanted
}

extension ConnectionEnd {
    /// How long to wait before the same is tried again, where that is known, ns.
    public var wait: Int64? { if case .overBudget(let wait) = self { wait } else { nil } }
}

extension ConnectionEnd: CustomStringConvertible {
    /// For a person.
    public var description: String {
        switch self {
        case .closed(let code, ""): "closed by the exchange, code \(code)"
        case .closed(let code, let reason): "closed by the exchange, code \(code): \(reason)"
        case .lost(let what), .unsent(let what): what
        case .overBudget(let wait):
            "the programs of this machine have used up what the exchange lets through; it goes on in "
                + "\((wait + 999_999_999) / 1_000_000_000) s"
        case .untrusted(let what): "can't be trusted: \(what)"
        case .refused(let status): "refused with status \(status)"
        case .timedOut: "no answer in time"
        case .tooLong(let limit): "more than \(limit) bytes"
        case .wanted: "closed by this side"
        }
    }
}
