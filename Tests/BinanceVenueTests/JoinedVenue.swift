import BinanceVenue
import Exchanges
import Market
import Messages
import Stages

/// The venue's core and the scripted exchange joined in memory, in event time: a venue like any other.
struct JoinedVenue: VenuePort {
    private(set) var core: BinanceVenueCore
    var exchange: ScriptedExchange
    private(set) var now: Int64 = 1_000_000_000
    private var start: Timestamp?
    private var waiting: [VenueWord] = []
    private(set) var notices: [String] = []
    /// Requests that left, with when.
    private(set) var sent: [(at: Int64, request: HTTPRequest)] = []

    init(_ core: BinanceVenueCore, _ exchange: ScriptedExchange) {
        (self.core, self.exchange) = (core, exchange)
    }

    var name: String { "joined" }
    var abilities: VenueAbilities { [] }
    var terms: VenueTerms { core.terms }

    private var moment: Moment {
        Moment(monotonic: now, wall: (start ?? .zero) + TimeSpan(nanoseconds: now - 1_000_000_000))
    }

    /// The monotonic time of an event time.
    private mutating func monotonic(_ time: Timestamp) -> Int64 {
        guard let start else {
            start = time
            exchange.epoch = time.milliseconds - now / 1_000_000
            return now
        }
        return (time - start).nanoseconds + 1_000_000_000
    }

    mutating func ask(_ id: RequestID, _ message: Message, at time: Timestamp) {
        advance(to: monotonic(time))
        core.ask(id, message, at: moment)
        settle()
    }

    mutating func windDown() {
        core.windDown(at: moment)
        settle()
    }

    mutating func next(by time: Timestamp) -> VenueWord? {
        guard start == nil || time >= moment.wall else { return nil }
        advance(to: monotonic(time))
        return waiting.isEmpty ? nil : waiting.removeFirst()
    }

    mutating func hear(_ input: Envelope) {
        advance(to: monotonic(input.time))
        guard case .message(.kline(let kline)) = input.input else { return }
        exchange.move(kline.symbol, to: kline.close, high: kline.high, low: kline.low, at: now)
        settle()
    }

    /// Time goes on, event by event.
    mutating func advance(to end: Int64) {
        while true {
            let next = min(core.wakesAt, exchange.nextDue)
            guard next <= end else { break }
            now = max(now, next)
            exchange.watchCountdowns(at: now)
            while let first = exchange.queue.first, first.at <= now {
                exchange.queue.removeFirst()
                deliver(first.what)
            }
            core.wake(at: moment)
            settle()
        }
        now = max(now, end)
    }

    mutating func advance(seconds: Int64) { advance(to: now + seconds * 1_000_000_000) }

    private mutating func deliver(_ what: ScriptedExchange.Delivery) {
        switch what {
        case .answer(let id, var response):
            response.body = exchange.broken(response.body)
            core.answered(id, response, at: moment)
        case .failure(let id, let end): core.failed(id, end, at: moment)
        case .event(let id, let text):
            exchange.broken(Array(text.utf8)).withUnsafeBytes { core.received($0, on: id, at: moment) }
        case .opened(let id): core.opened(id, at: moment)
        case .closed(let id, let end): core.closed(id, end, at: moment)
        case .pong(let id, let payload): core.ponged(payload, on: id, at: moment)
        case .request(let id, let request): exchange.arrived(id, request, at: now)
        }
        settle()
    }

    private mutating func settle() {
        for command in core.takeCommands() {
            if case .request(_, let request, _, _) = command { sent.append((now, request)) }
            exchange.carryOut(command, at: now)
        }
        waiting += core.takeWords()
        notices += core.takeNotices()
    }
}
