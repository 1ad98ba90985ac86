import Market
import Messages

/// A live feed into which whoever receives the market's words puts them: it holds them until the process
/// asks. It is of one thread, as everything in a process is.
public final class PushedFeed: FeedPort {
    /// How many events wait at most: half a minute of a busy day of three hundred pairs.
    public static let standardLimit = 1 << 18
    private static let told = 20
    /// After how many that were given their room is freed where it is never empty.
    private static let tidied = 1 << 14

    /// What a person calls it.
    public let name: String
    /// The market sets the pace.
    public var isLive: Bool { true }
    /// Candles before the first event, by time and symbol.
    public private(set) var history: [Kline]
    /// What could not be used or taken so far.
    public private(set) var complaints = FeedComplaints()
    private let limit: Int
    @exclusivity(unchecked) private var waiting: [MarketEvent] = []
    /// How many of those that wait were given.
    @exclusivity(unchecked) private var given = 0
    @exclusivity(unchecked) private var newest = Timestamp.zero
    private var isOver = false

    /// - Parameters:
    ///   - name: what a person calls it.
    ///   - history: candles before the first event, by time and symbol.
    ///   - limit: how many events wait at most.
    public init(_ name: String, history: [Kline] = [], limit: Int = PushedFeed.standardLimit) {
        (self.name, self.history, self.limit) = (name, history, max(1, limit))
    }

    /// Takes what the market tells. Streams overtake each other on their way, event time never falls: what
    /// is told late is given with the newest time that was told.
    ///
    /// - Returns: false where as many wait as may, or after the end: it is not taken, which is a complaint.
    @discardableResult
    public func push(_ event: MarketEvent) -> Bool {
        guard !isOver, waiting.count - given < limit else {
            complain(
                isOver ? "told something after its end" : "told more than \(limit) events that nobody took")
            return false
        }
        newest = max(newest, event.time)
        waiting.append(MarketEvent(event.message, at: newest))
        return true
    }

    /// Something that came could not be used: it is counted, and the first are told with `why`.
    public func complain(_ why: @autoclosure () -> String) {
        complaints.count += 1
        complaints.skipped += 1
        if complaints.lines.count < Self.told { complaints.lines.append("\(name) \(why())") }
    }

    /// Lets go of the history: whoever wanted it has it.
    public func forgetHistory() { history = [] }

    /// Nothing more comes.
    public func finish() { isOver = true }

    /// The next event that was told, that there is none now, or the end.
    public func next() -> FeedWord {
        guard given < waiting.count else { return isOver ? .end : .nothing }
        let event = waiting[given]
        given += 1
        if given == waiting.count || given == Self.tidied {
            waiting.removeFirst(given)
            given = 0
        }
        return .event(event)
    }
}
