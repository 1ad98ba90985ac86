import Exchanges
import Market
import Messages

/// A recording of OKX's public channels, played through the core of the live feed: what comes of it is what a
/// live run would have been told.
///
/// The exchange behind it is in memory: it shows the recording's time, lists all pairs, gives each channel
/// that is asked for and answers "ping". It has no candles but the recorded ones.
public struct OKXTape: FeedPort {
    /// What a person calls it.
    public let name: String
    /// Recorded data waits.
    public var isLive: Bool { false }
    /// A recording has none.
    public var history: [Kline] { [] }
    /// What could not be used so far, with the line.
    public var complaints: FeedComplaints { feed.complaints }
    private(set) var core: OKXFeedCore
    private let feed: PushedFeed
    private var read: () throws -> [UInt8]?
    private var lineNumber = 0
    private var moment: Moment?
    private var waiting: [ClientCommand] = []

    /// - Parameters:
    ///   - name: what a person calls it.
    ///   - instruments: the pairs that are wanted; what the recording has of others is left out.
    ///   - read: the next line without its end, `nil` after the last.
    /// - Throws: `OKXFeedError` where the feed can't be made.
    public init(
        _ name: String, _ instruments: InstrumentTable, read: @escaping () throws -> [UInt8]?
    ) throws(OKXFeedError) {
        var settings = OKXFeedSettings(at: OKXAddresses(base: "http://tape"), seed: 1)
        settings.historyCandles = 0
        settings.leavesOthersOut = true
        core = try OKXFeedCore(instruments, settings)
        (self.name, self.read) = (name, read)
        feed = PushedFeed(name)
    }

    /// What a person may want to know of gaps and connections so far, once.
    public mutating func takeNotices() -> [String] { core.takeNotices() }

    /// The next event, or the end.
    public mutating func next() throws -> FeedWord {
        while true {
            switch feed.next() {
            case .event(let event): return .event(event)
            case .end: return .end
            case .nothing: try takeLine()
            }
        }
    }

    private mutating func takeLine() throws {
        guard let line = try read() else { return feed.finish() }
        lineNumber += 1
        line.withUnsafeBytes { bytes in
            switch TapeLine(bytes) {
            case nil:
                feed.complain(
                    "line \(lineNumber) is \(ForeignText.quoted(FieldText.excerpt(bytes))); expected a time, "
                        + "a colon and a message")
            case .other: break
            case .received(let time, let start):
                play(to: time)
                guard let moment else { return }
                let text = UnsafeRawBufferPointer(rebasing: bytes[start...])
                core.received(text, on: ConnectionID(1), at: moment)
                settle()
            }
        }
    }

    /// Lets time pass up to a line's, with all that the core wants on the way.
    private mutating func play(to time: Timestamp) {
        let begun = moment ?? Moment(monotonic: 0, wall: time)
        // A line may have been written later than the one behind it: time never goes back.
        let end = max(begun.wall, time)
        let target = begun.monotonic + (end.nanoseconds - begun.wall.nanoseconds)
        if moment == nil { wake(at: begun) }
        while core.wakesAt <= target {
            let now = max(core.wakesAt, moment?.monotonic ?? 0)
            let ahead = TimeSpan(nanoseconds: target - now)
            wake(at: Moment(monotonic: now, wall: end - ahead))
        }
        moment = Moment(monotonic: target, wall: end)
    }

    private mutating func wake(at now: Moment) {
        moment = now
        core.wake(at: now)
        settle()
    }

    /// Does what the core wants until it wants nothing more, and takes what it tells.
    private mutating func settle() {
        guard let moment else { return }
        waiting = core.takeCommands()
        while !waiting.isEmpty {
            for command in waiting { carryOut(command, at: moment) }
            waiting = core.takeCommands()
        }
        core.takeEvents(into: feed)
    }

    private mutating func carryOut(_ command: ClientCommand, at moment: Moment) {
        switch command {
        case .open(let id, _): core.opened(id, at: moment)
        case .close(let id): core.closed(id, .wanted, at: moment)
        case .sendSigned: break
        case .ping(let id, let payload): core.ponged(payload, on: id, at: moment)
        case .send(let id, let text):
            for answer in TapeExchange.answers(to: text) {
                answer.withUnsafeBytes { core.received($0, on: id, at: moment) }
            }
        case .request(let id, let request, _, _):
            let body = TapeExchange.answer(to: request, at: moment.wall, core.channels.instruments)
            core.answered(id, HTTPResponse(status: 200, body: body), at: moment)
        }
    }
}
