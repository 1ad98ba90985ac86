import Exchanges
import Foundation
import Market
import Messages
import TestSupport
import Testing

@testable import ExchangeSimulator

/// 2025-05-08 00:00 UTC.
let day = Timestamp(milliseconds: 1_746_662_400_000)

func instrument(
    _ name: String = "BTC/USDT", market: MarketKind, tick: String = "0.1", step: String = "0.001"
) -> Instrument {
    Instrument(
        name: name, market: market, tickSize: try! Price(tick), stepSize: try! Quantity(step),
        minQuantity: try! Quantity(step), maxQuantity: Quantity(120), minNotional: Money(5))
}

/// Minutes of a price that wanders, from a seed.
func wandering(
    _ count: Int, seed: UInt64, symbol: Int = 0, from start: Timestamp = day, at price: Int = 100_000,
    tick: Int64 = 10_000_000, lot: Int64 = 100_000
) -> [Kline] {
    var chance = SeededGenerator(seed: seed)
    var last = Price(price)
    return (0..<count).map { index in
        func move(_ most: Int64) -> Price {
            Price(raw: max(tick, last.raw + Int64.random(in: -most...most, using: &chance) * tick))
        }
        let (open, close) = (move(3), move(300))
        let span = Int64.random(in: 0...200, using: &chance) * tick
        let high = Price(raw: max(open, close).raw + span)
        let low = Price(raw: max(tick, min(open, close).raw - span))
        last = close
        let volume = Quantity(raw: Int64.random(in: 0...50_000, using: &chance) * lot).double
        let candle = Candle(
            openTime: start + .minutes(Int64(index)), closeTime: start + .minutes(Int64(index + 1)), open: open,
            high: high, low: low, close: close, volume: volume, quoteVolume: volume * close.double)
        return Kline(SymbolID(symbol), .m1, candle)
    }
}

/// A simulator with a machine's clock that the test turns.
struct Bench {
    var simulator: ExchangeSimulator
    var moment: Moment
    /// What each socket heard.
    var heard: [UInt64: [String]] = [:]
    /// All commands but texts.
    var commands: [ServerCommand] = []
    /// Whether the clients answer pings.
    var pongs = true
    private var requests: UInt64 = 0
    private var sockets: UInt64 = 0
    private var answers: [UInt64: HTTPResponse] = [:]

    init(_ markets: [SimulatorMarket], _ terms: SimulatorTerms = SimulatorTerms(), accounts: [AccountTerms] = []) {
        moment = Moment(monotonic: 5_000_000_000, wall: day + .days(500) + .milliseconds(12_345))
        simulator = ExchangeSimulator(markets, terms, accounts: accounts, at: moment)
    }

    /// A market of one pair, or of those given, over their candles.
    init(
        _ klines: [Kline], _ market: MarketKind = .um, names: [String] = ["BTC/USDT"],
        _ terms: SimulatorTerms = SimulatorTerms(), history: [Kline] = [], accounts: [AccountTerms] = []
    ) {
        let events = klines.map { MarketEvent(.kline($0), at: $0.closeTime) }
        let listed = names.map { ListedSymbol(instrument($0, market: market)) }
        self.init([SimulatorMarket(market, listed, feed: ListFeed(events, history: history))], terms, accounts: accounts)
    }

    mutating func take() {
        for command in simulator.takeCommands() {
            switch command {
            case .send(let id, let bytes):
                heard[id.value, default: []].append(String(decoding: bytes, as: UTF8.self))
            case .answer(let id, let response): answers[id.value] = response
            case .ping(let id, let payload):
                commands.append(command)
                if pongs { simulator.ponged(payload, on: id, at: moment) }
            default: commands.append(command)
            }
        }
    }

    /// Lets the machine's clock go on, waking the simulator as often as it wants.
    mutating func go(milliseconds: Int64) {
        let end = moment.monotonic + milliseconds * 1_000_000
        while simulator.wakesAt <= end {
            set(max(moment.monotonic, simulator.wakesAt))
            simulator.wake(at: moment)
            take()
        }
        set(end)
        simulator.wake(at: moment)
        take()
    }

    private mutating func set(_ monotonic: Int64) {
        moment.wall = moment.wall + TimeSpan(nanoseconds: monotonic - moment.monotonic)
        moment.monotonic = monotonic
    }

    /// Asks, and answers what came at once; `nil` where nothing did.
    mutating func ask(
        _ target: String, _ method: HTTPMethod = .get, key: String? = nil, body: String = ""
    ) -> (status: Int, response: HTTPResponse)? {
        requests += 1
        let headers = key.map { [HTTPHeader("X-MBX-APIKEY", $0)] } ?? []
        let request = HTTPRequest(method, target, headers: headers, body: Array(body.utf8))
        simulator.requested(ExchangeRequestID(requests), request, at: moment)
        take()
        return answers[requests].map { ($0.status, $0) }
    }

    struct Unanswered: Error {}

    /// The same, where an answer comes at once.
    mutating func asked(
        _ target: String, _ method: HTTPMethod = .get, key: String? = nil
    ) throws(Unanswered) -> (status: Int, response: HTTPResponse) {
        guard let answer = ask(target, method, key: key) else { throw Unanswered() }
        return answer
    }

    /// Asks, and expects a status.
    mutating func expect(
        _ target: String, _ method: HTTPMethod = .get, status: Int, at place: SourceLocation = #_sourceLocation
    ) throws {
        let answer = try asked(target, method)
        #expect(answer.status == status, "\(target)", sourceLocation: place)
    }

    /// The text of an answer.
    mutating func text(_ target: String, _ method: HTTPMethod = .get) -> String {
        ask(target, method).map { String(decoding: $0.response.body, as: UTF8.self) } ?? "nothing"
    }

    /// The answer as a value.
    mutating func json(_ target: String) -> Any {
        (try? JSONSerialization.jsonObject(with: Data(text(target).utf8))) ?? "no JSON"
    }

    mutating func rows(_ target: String) -> [[Any]] { json(target) as? [[Any]] ?? [] }
    mutating func list(_ target: String) -> [[String: Any]] { json(target) as? [[String: Any]] ?? [] }
    mutating func object(_ target: String) -> [String: Any] { json(target) as? [String: Any] ?? [:] }

    struct Refused: Error {}

    /// Opens a socket.
    mutating func open(_ target: String) throws(Refused) -> UInt64 {
        sockets += 1
        let isOpen = simulator.opened(ConnectionID(sockets), target: target, at: moment)
        take()
        guard isOpen else { throw Refused() }
        return sockets
    }

    /// Says something on a socket.
    mutating func say(_ text: String, on socket: UInt64) {
        Array(text.utf8).withUnsafeBytes {
            simulator.received($0, on: ConnectionID(socket), at: moment)
        }
        take()
    }

    /// What a socket heard, as values, and forgets it.
    mutating func events(_ socket: UInt64) -> [[String: Any]] {
        defer { heard[socket] = [] }
        return (heard[socket] ?? []).compactMap {
            (try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any]
        }
    }
}

/// A number of the exchange's as it is kept.
func raw(_ value: Any?) -> Int64 { (value as? String).flatMap { try? Price($0).raw } ?? .min }
func whole(_ value: Any?) -> Int64 { (value as? NSNumber)?.int64Value ?? .min }
