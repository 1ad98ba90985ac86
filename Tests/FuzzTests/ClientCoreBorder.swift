import Exchanges
import Market

@testable import BinanceFeed
@testable import OKXFeed

/// An exchange's client, a feed or an account, as it came to be at each of its first requests and once it runs: each
/// input meets a copy of one of them.
///
/// An input that begins with "@" and the place of a request in the start answers it; any other is a message.
struct ClientCoreBorder<Core: ClientCore> {
    /// The connection that was opened last.
    private var line = ConnectionID(1)
    private let ready: Core
    /// The core before each answer, and the request.
    private var asked: [(core: Core, request: ExchangeRequestID)] = []
    private let take: (inout Core, PushedFeed) -> [String]
    private static var moment: Moment {
        Moment(monotonic: 5_000_000_000, wall: Timestamp(milliseconds: 1_652_459_224_000))
    }

    /// - Parameters:
    ///   - answer: what the exchange says to a request; `nil` leaves it open.
    ///   - granted: what it says to a text of ours.
    ///   - wish: what its owner wants once it runs.
    ///   - take: hands events over, and takes what is told.
    init(
        _ core: Core, answer: (HTTPRequest) -> [UInt8]?, granted: (String) -> [[UInt8]],
        wish: (inout Core, Moment) -> Void = { _, _ in }, take: @escaping (inout Core, PushedFeed) -> [String]
    ) {
        self.take = take
        var core = core
        var moment = Self.moment
        for step in 0..<30 {
            core.wake(at: moment)
            if step == 20 { wish(&core, moment) }
            for command in core.takeCommands() {
                switch command {
                case .open(let id, _):
                    line = id
                    core.opened(id, at: moment)
                case .send(let id, let text):
                    for text in granted(text) { text.withUnsafeBytes { core.received($0, on: id, at: moment) } }
                case .request(let id, let request, _, _):
                    asked.append((core, id))
                    guard let body = answer(request) else { break }
                    core.answered(id, HTTPResponse(status: 200, body: body), at: moment)
                case .ping, .close, .sendSigned: break
                }
            }
            moment.monotonic += 250_000_000
            moment.wall = moment.wall + TimeSpan(nanoseconds: 250_000_000)
        }
        ready = core
        precondition(asked.count > 2, "the start of \(Core.self) came to \(take(&core, PushedFeed("fuzzed")))")
    }

    func feed(_ bytes: [UInt8]) -> String {
        var core = ready
        let feed = PushedFeed("fuzzed")
        if bytes.count > 1, bytes[0] == UInt8(ascii: "@"), asked.indices.contains(Int(bytes[1]) - 0x61) {
            let request: ExchangeRequestID
            (core, request) = asked[Int(bytes[1]) - 0x61]
            let body = Array(bytes.dropFirst(2))
            core.answered(request, HTTPResponse(status: 200, body: body), at: Self.moment)
        } else {
            bytes.withUnsafeBytes { core.received($0, on: line, at: Self.moment) }
        }
        let told = take(&core, feed)
        var words: Set<String> = []
        while case .event(let event) = feed.next() { words.insert("\(event.message.kind)") }
        // The text without its figures and names: one kind of complaint is one outcome.
        for text in told { words.insert(text.filter { $0.isLowercase || $0 == " " }.prefix(40).description) }
        for command in core.takeCommands() {
            words.insert(String("\(command)".prefix { $0 != "(" }))
        }
        return words.sorted().joined(separator: ",")
    }
}

extension ClientCoreBorder where Core == BinanceFeedCore {
    private static let symbols = """
        {"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000}],
        "symbols":[{"symbol":"BTCUSDT","status":"TRADING"}]}
        """

    init() throws {
        var settings = BinanceFeedSettings(.spot, at: BinanceAddresses(base: "http://x"), seed: 1)
        settings.historyCandles = 5
        let table = InstrumentTable([Self.instrument])
        self.init(try BinanceFeedCore(table, settings)) { request in
            if request.target.hasSuffix("/time") { return Array("{\"serverTime\":1652459224000}".utf8) }
            if request.target.contains("/exchangeInfo") { return Array(Self.symbols.utf8) }
            return request.target.contains("/klines") ? Array("[]".utf8) : nil
        } granted: { text in
            let number = text.split(separator: ":").last.map { $0.dropLast() } ?? ""
            return [Array("{\"result\":null,\"id\":\(number)}".utf8)]
        } take: { core, feed in
            core.takeEvents(into: feed)
            return core.takeNotices() + core.complaints.lines
        }
    }

    private static var instrument: Instrument {
        Instrument(
            name: "BTC/USDT", market: .spot, tickSize: Price(raw: 1_000_000), stepSize: Quantity(raw: 1000),
            minQuantity: Quantity(raw: 1000), maxQuantity: Quantity(9000), minNotional: .zero)
    }
}

extension ClientCoreBorder where Core == OKXFeedCore {
    init() throws {
        var settings = OKXFeedSettings(at: OKXAddresses(base: "http://x"), seed: 1)
        settings.historyCandles = 5
        let instrument = Instrument(
            name: "BTC/USDT", market: .spot, tickSize: Price(raw: 10_000_000), stepSize: Quantity(raw: 1),
            minQuantity: Quantity(raw: 1000), maxQuantity: Quantity(9000), minNotional: .zero)
        let time = Self.moment.wall
        self.init(try OKXFeedCore(InstrumentTable([instrument]), settings)) { request in
            TapeExchange.answer(to: request, at: time, ["BTC-USDT"])
        } granted: { text in
            TapeExchange.answers(to: text)
        } take: { core, feed in
            core.takeEvents(into: feed)
            return core.takeNotices() + core.complaints.lines
        }
    }
}
