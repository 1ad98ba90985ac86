import Exchanges
import Market
import Messages

@testable import OKXFeed

/// An exchange in memory that a test drives: it answers what the core asks for, gives channels, and does wrong
/// what it is told to.
struct FakeOKX {
    static let second: Int64 = 1_000_000_000

    var core: OKXFeedCore
    let feed = PushedFeed("OKX")
    /// Monotonic.
    private(set) var now: Int64 = 5 * second
    var wall: Timestamp
    /// Connections that stand, and what was sent on each.
    var standing: [ConnectionID] = []
    var sent: [(on: ConnectionID, text: String)] = []
    var requests: [HTTPRequest] = []
    var notices: [String] = []

    // What it does wrong.
    var answersPings = true
    var givesChannels = true
    var isReached = true
    /// How a request is answered instead, where that is not `nil`.
    var instead: (HTTPRequest) -> HTTPResponse? = { _ in nil }

    init(
        _ table: InstrumentTable, at wall: Timestamp = Timestamp(milliseconds: 1_652_459_224_000),
        _ change: (inout OKXFeedSettings) -> Void = { _ in }
    ) throws {
        var settings = OKXFeedSettings(at: OKXAddresses(base: "http://x"), seed: 3)
        settings.historyCandles = 0
        // The texts written by hand are all of one moment.
        settings.lagLimit = .max
        change(&settings)
        core = try OKXFeedCore(table, settings)
        self.wall = wall
        run(seconds: 1)
    }

    var moment: Moment { Moment(monotonic: now, wall: wall) }

    /// Lets time pass, with all that falls into it.
    mutating func run(seconds: Double) {
        let end = now + Int64(seconds * 1e9)
        while core.wakesAt <= end {
            let next = max(now, core.wakesAt)
            wall = wall + TimeSpan(nanoseconds: next - now)
            now = next
            core.wake(at: moment)
            settle()
        }
        wall = wall + TimeSpan(nanoseconds: end - now)
        now = end
    }

    /// Gives a text to the core as it is, at a time where that is later.
    mutating func give(_ text: [UInt8], on connection: ConnectionID? = nil, at time: Timestamp? = nil) {
        if let time, time > wall { run(seconds: Double(time.nanoseconds - wall.nanoseconds) / 1e9) }
        let id = connection ?? standing.first ?? ConnectionID(1)
        text.withUnsafeBytes { core.received($0, on: id, at: moment) }
        settle()
    }

    mutating func give(_ text: String, on connection: ConnectionID? = nil) {
        give(Array(text.utf8), on: connection)
    }

    mutating func cut(_ id: ConnectionID) {
        standing.removeAll { $0 == id }
        core.closed(id, .lost("cut"), at: moment)
        settle()
    }

    /// What was told since the last call.
    func take() -> [MarketEvent] {
        var events: [MarketEvent] = []
        while case .event(let event) = feed.next() { events.append(event) }
        return events
    }

    /// Carries out what the core wants, and takes what it tells.
    mutating func settle() {
        var commands = core.takeCommands()
        while !commands.isEmpty {
            for command in commands { carryOut(command) }
            commands = core.takeCommands()
        }
        core.takeEvents(into: feed)
        notices += core.takeNotices()
    }

    private mutating func carryOut(_ command: ClientCommand) {
        switch command {
        case .open(let id, _):
            guard isReached else { return core.closed(id, .lost("refused"), at: moment) }
            standing.append(id)
            core.opened(id, at: moment)
        case .close(let id):
            standing.removeAll { $0 == id }
            core.closed(id, .wanted, at: moment)
        case .send(let id, let text):
            sent.append((id, text))
            guard text == "ping" ? answersPings : givesChannels else { return }
            for answer in TapeExchange.answers(to: text) {
                answer.withUnsafeBytes { core.received($0, on: id, at: moment) }
            }
        case .request(let id, let request, _, _):
            requests.append(request)
            let body = TapeExchange.answer(to: request, at: wall, core.channels.instruments)
            core.answered(id, instead(request) ?? HTTPResponse(status: 200, body: body), at: moment)
        case .ping, .sendSigned: break
        }
    }
}
