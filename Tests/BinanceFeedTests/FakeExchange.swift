import Exchanges
import Market
import Messages
import TestSupport

@testable import BinanceFeed

/// An exchange in memory that a test drives: it answers what the core asks for, tells its market to whoever
/// subscribed, and does wrong what it is told to. Time goes on as the test says.
final class FakeExchange {
    static let millisecond: Int64 = 1_000_000
    static let second: Int64 = 1_000_000_000

    var core: BinanceFeedCore
    let feed: PushedFeed
    let market: FakeMarket
    /// Monotonic.
    var now: Int64 = 5 * second
    /// The exchange's clock minus this machine's.
    var ahead: Int64 = 1_250 * millisecond
    let wallStart: Int64 = 1_722_470_400_000_000_000
    /// Streams by connection that stands.
    var subscribed: [ConnectionID: Set<String>] = [:]
    /// All that the core wanted, in order.
    var log: [ClientCommand] = []
    var notices: [String] = []
    var events: [MarketEvent] = []
    /// What is due, in order of its time.
    private var due: [(at: Int64, what: (FakeExchange) -> Void)] = []

    // What it does wrong.
    var answersPings = true
    var answersSubscriptions = true
    var refusesConnections = false
    /// Connections never stand, and nobody says so.
    var ignoresConnections = false
    /// Streams that are no valid ones.
    var refused: Set<String> = []
    /// When each message to it came.
    private var sendTimes: [Int64] = []
    var mostSentPerSecond: Int {
        sendTimes.map { start in sendTimes.count { $0 >= start && $0 < start + Self.second } }.max() ?? 0
    }
    var snapshotCount: Int {
        log.count { if case .request(_, let request, _, _) = $0 { request.target.contains("/depth") } else { false } }
    }
    /// Streams that are acknowledged and tell nothing.
    var mute: Set<String> = []
    /// How an HTTP request is answered instead, where that is not `nil`.
    var instead: (HTTPRequest) -> HTTPResponse? = { _ in nil }
    /// How long an answer is on its way after it was made.
    var wayBack: (HTTPRequest) -> Int64 = { _ in 0 }
    /// How late what it tells arrives.
    var lag: Int64 = 0
    var usedWeight = 0
    var weightWindow: Int64 = 0
    /// The most weight of a minute.
    var mostWeight = 0

    init(
        _ pairs: [String] = ["BTC/USDT", "ETH/USDT"], market kind: MarketKind = .spot, seed: UInt64 = 1,
        _ change: (inout BinanceFeedSettings) -> Void = { _ in }
    ) throws {
        let table = InstrumentTable(
            pairs.map {
                Instrument(
                    name: $0, market: kind, tickSize: Price(raw: 1_000_000), stepSize: Quantity(raw: 1000),
                    minQuantity: Quantity(raw: 1000), maxQuantity: Quantity(9000), minNotional: .zero)
            })
        var settings = BinanceFeedSettings(
            kind, at: BinanceAddresses(rest: "http://x", streams: "ws://x"), seed: seed)
        settings.historyCandles = 5
        change(&settings)
        core = try BinanceFeedCore(table, settings)
        feed = PushedFeed("binance")
        market = FakeMarket(table, seed: seed)
    }

    var moment: Moment { Moment(monotonic: now, wall: Timestamp(nanoseconds: wallStart + now)) }
    /// The exchange's time.
    var serverTime: Timestamp { Timestamp(nanoseconds: wallStart + now + ahead) }

    /// Lets time pass, with all that falls into it.
    func run(seconds: Double) {
        let end = now + Int64(seconds * 1e9)
        settle()
        while true {
            let next = min(core.wakesAt, due.first?.at ?? .max)
            guard next <= end else { break }
            now = max(now, next)
            if let first = due.first, first.at <= now {
                due.removeFirst()
                first.what(self)
            } else {
                core.wake(at: moment)
            }
            settle()
        }
        now = end
    }

    /// Until it is connected and each book stands, and a little longer.
    func start() {
        run(seconds: 10)
        for symbol in market.instruments.symbols {
            tellDepth(symbol)
            tellTicker(symbol)
        }
        run(seconds: 3)
    }

    fileprivate func later(_ delay: Int64, _ what: @escaping (FakeExchange) -> Void) {
        let at = now + delay
        due.insert((at, what), at: due.firstIndex { $0.at > at } ?? due.count)
    }

    /// Carries out what the core wants, and takes what it tells.
    func settle() {
        core.takeEvents(into: feed)
        while case .event(let event) = feed.next() { events.append(event) }
        notices += core.takeNotices()
        for command in core.takeCommands() {
            log.append(command)
            switch command {
            case .open(let id, _): open(id)
            case .send(let id, let text):
                sendTimes.append(now)
                take(text, on: id)
            case .sendSigned: break
            case .ping(let id, let payload):
                sendTimes.append(now)
                guard answersPings, subscribed[id] != nil else { break }
                later(20 * Self.millisecond) { $0.core.ponged(payload, on: id, at: $0.moment) }
            case .close(let id):
                guard subscribed.removeValue(forKey: id) != nil else { break }
                later(Self.millisecond) { $0.core.closed(id, .wanted, at: $0.moment) }
            case .request(let id, let request, _, _):
                later(20 * Self.millisecond) { exchange in
                    let answer = exchange.answer(request)
                    exchange.later(exchange.wayBack(request)) { $0.core.answered(id, answer, at: $0.moment) }
                }
            }
        }
    }

    private func open(_ id: ConnectionID) {
        guard !ignoresConnections else { return }
        let isRefused = refusesConnections
        later(15 * Self.millisecond) { exchange in
            if isRefused {
                exchange.core.closed(id, .lost("refused"), at: exchange.moment)
            } else {
                exchange.subscribed[id] = []
                exchange.core.opened(id, at: exchange.moment)
            }
        }
    }

    private func take(_ text: String, on id: ConnectionID) {
        let parts = text.split(separator: "\"").map(String.init)
        let streams = parts.filter { $0.contains("@") }
        let asked = text.split(separator: ":").last.map { $0.dropLast() } ?? ""
        guard answersSubscriptions else { return }
        later(10 * Self.millisecond) { exchange in
            guard exchange.subscribed[id] != nil else { return }
            guard exchange.refused.isDisjoint(with: streams) else {
                let error = "{\"code\":2,\"msg\":\"Invalid request: invalid stream\"}"
                exchange.give("{\"error\":\(error),\"id\":\(asked)}", to: id)
                return
            }
            exchange.subscribed[id]?.formUnion(streams)
            exchange.give("{\"result\":null,\"id\":\(asked)}", to: id)
        }
    }

    /// Cuts a connection.
    func cut(_ id: ConnectionID) {
        subscribed[id] = nil
        core.closed(id, .lost("cut"), at: moment)
        settle()
    }

    func cutAll() {
        for id in subscribed.keys.sorted(by: { $0.value < $1.value }) { cut(id) }
    }

    /// Gives a text to the core as it is.
    func give(_ text: String, to id: ConnectionID) {
        Array(text.utf8).withUnsafeBytes { core.received($0, on: id, at: moment) }
        core.takeEvents(into: feed)
    }

    /// Tells a message of a stream to all that subscribed.
    func tell(_ stream: String, _ data: String) {
        guard !mute.contains(stream) else { return }
        let text = "{\"stream\":\"\(stream)\",\"data\":\(data)}"
        for id in subscribed.keys.sorted(by: { $0.value < $1.value }) where subscribed[id]?.contains(stream) ?? false {
            give(text, to: id)
        }
        settle()
    }

    func tellDepth(_ symbol: SymbolID) {
        let diff = market.nextDiff(symbol, at: sentTime)
        tell(market.stream(symbol, "depth@100ms"), diff)
    }

    func tellTrade(_ symbol: SymbolID) {
        tell(market.stream(symbol, "aggTrade"), market.nextTrade(symbol, at: sentTime))
    }

    func tellTicker(_ symbol: SymbolID) {
        tell(market.stream(symbol, "bookTicker"), market.ticker(symbol))
    }

    /// The candle of the minute before this one, closed.
    func tellCandle(_ symbol: SymbolID) {
        let open = serverTime.floor(to: .minutes(1)) - .minutes(1)
        tell(market.stream(symbol, "kline_1m"), market.closedCandle(symbol, open, at: sentTime))
    }

    private var sentTime: Timestamp { serverTime - TimeSpan(nanoseconds: lag) }

    private func answer(_ request: HTTPRequest) -> HTTPResponse {
        if let wrong = instead(request) { return wrong }
        let minute = serverTime.nanoseconds / 60_000_000_000
        if minute != weightWindow { (weightWindow, usedWeight) = (minute, 0) }
        usedWeight += market.weight(request.target)
        mostWeight = max(mostWeight, usedWeight)
        return HTTPResponse(
            status: 200, headers: [HTTPHeader("x-mbx-used-weight-1m", "\(usedWeight)")],
            body: Array(market.answer(request.target, at: serverTime).utf8))
    }
}
