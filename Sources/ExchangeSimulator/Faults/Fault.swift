import Exchanges

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
        /// Requests of accounts are carried out, and answered with `status`, 500 or more, all the same.
        case statusAfter = "status-after"
        /// What accounts are told of their orders and money comes `milliseconds` late.
        case lateEvents = "late-events"
        /// What accounts may place of orders is used up: 429.
        case orders = "order-limit"
        /// The keys of futures' user streams are no good any more.
        case listenKeys = "listen-keys"

        /// Whether it is of accounts alone: whoever hears the market notices nothing.
        public var isOfAccounts: Bool {
            switch self {
            case .statusAfter, .lateEvents, .orders, .listenKeys: true
            default: false
            }
        }
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
        case .late, .lateEvents, .shutdown: 1000
        case .ban: 120_000
        case .silent: 10_000
        default: 0
        }
    }

    /// Reads what `/sim/fault/<kind>?ms=&status=&at=&count=` asks for; `nil` where there is no such fault.
    ///
    /// - Throws: `ExchangeError` with the value that can't be, or the name that says nothing.
    init?(_ target: Target) throws(ExchangeError) {
        guard target.path.hasPrefix("/sim/fault/"),
            let kind = Kind(rawValue: String(target.path.dropFirst("/sim/fault/".count)))
        else { return nil }
        let known = ["ms", "status", "at", "count"]
        if let other = target.parameters.first(where: { !known.contains($0.name) }) {
            throw ExchangeError(-1, "'\(other.name)' is none of \(known.joined(separator: ", "))")
        }
        // A day at most; only a clock goes back.
        let milliseconds = try Self.number(
            target, "ms", kind == .clock ? -86_400_000...86_400_000 : 0...86_400_000)
        let status =
            try Self.number(
                target, "status", kind == .disconnect ? 1000...4999 : 500...599)
            ?? (kind == .status ? 500 : kind == .statusAfter ? 503 : 0)
        // A silence ends by its time, and what is off stays off.
        let count = try Self.number(target, "count", 0...1_000_000) ?? (kind == .silent ? 0 : 1)
        self.init(
            kind, milliseconds: milliseconds, status: Int(status), place: target["at"] ?? "",
            count: Int(count))
    }

    private static func number(
        _ target: Target, _ name: String, _ range: ClosedRange<Int64>
    ) throws(ExchangeError) -> Int64? {
        guard let text = target[name] else { return nil }
        guard let number = Int64(text), range.contains(number) else {
            let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
            throw ExchangeError(-1, "\(name) is '\(text)'; expected \(expected)")
        }
        return number
    }
}
