/// Something that goes wrong because somebody wants it to.
public struct Fault: Sendable, Hashable {
    /// What goes wrong.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Answers to requests come `milliseconds` late.
        case late
        /// Requests are carried out, and their connection is cut instead of an answer.
        case drop
        /// Requests are answered with `status`, 500 or more.
        case status
        /// The weight of this minute is used up: 429.
        case weight = "429"
        /// The address is banned for `milliseconds`: 418.
        case ban = "418"
        /// Sockets are cut, or closed with the code `status` where one is given.
        case disconnect
        /// Sockets stay open, and nothing is said on them any more, no pong either.
        case halfOpen = "half-open"
        /// Streams say nothing for `milliseconds`, and go on as if nothing had been.
        case silent
        /// Changes of the book are not told.
        case gap
        /// Events come twice.
        case duplicate
        /// An event comes after the one that follows it.
        case reorder
        /// The exchange's clock is `milliseconds` off.
        case clock
        /// The exchange says that it goes down, and cuts all sockets `milliseconds` later.
        case shutdown
    }

    /// What goes wrong.
    public var kind: Kind
    /// How long, or how far.
    public var milliseconds: Int64
    /// HTTP's status, or a socket's code.
    public var status: Int
    /// What a request's path or a stream's name must hold to be meant; everything where it is empty.
    public var place: String
    /// How often it happens; 0 for until it is cleared.
    public var count: Int

    public init(
        _ kind: Kind, milliseconds: Int64? = nil, status: Int = 0, place: String = "", count: Int = 1
    ) {
        (self.kind, self.status, self.place, self.count) = (kind, status, place, max(0, count))
        self.milliseconds = milliseconds ?? Self.standard(kind)
    }

    private static func standard(_ kind: Kind) -> Int64 {
        switch kind {
        case .late, .shutdown: 1000
        case .ban: 120_000
        case .silent: 10_000
        default: 0
        }
    }

    /// Reads what `/sim/fault/<kind>?ms=&status=&at=&count=` asks for; `nil` where there is no such fault.
    init?(_ target: Target) {
        guard target.path.hasPrefix("/sim/fault/"),
            let kind = Kind(rawValue: String(target.path.dropFirst("/sim/fault/".count)))
        else { return nil }
        func number(_ name: String) -> Int64? { target[name].flatMap { Int64($0) } }
        // A silence ends by its time, and what is off stays off.
        self.init(
            kind, milliseconds: number("ms"), status: Int(clamping: number("status") ?? 0),
            place: target["at"] ?? "", count: Int(clamping: number("count") ?? (kind == .silent ? 0 : 1)))
    }
}
