import BinanceVenue
import Exchanges
import ExchangeSimulator
import Market
import Messages
import Sealing
import Stages
import TestSupport

/// The venue's core, its signer and `exchange-sim`'s core joined in memory: real signatures, filters, fees and
/// matching, and a line between them that loses and delays by a seed.
struct SimulatedVenue {
    /// 2025-05-08 00:00 UTC.
    static let day = Timestamp(milliseconds: 1_746_662_400_000)
    private static let secret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"

    private enum Packet {
        case request(ExchangeRequestID, HTTPRequest)
        case answer(ExchangeRequestID, HTTPResponse)
        case failure(ExchangeRequestID, ConnectionEnd)
        case connect(ConnectionID, target: String)
        case said(ConnectionID, String)
        case text(ConnectionID, [UInt8])
        case ponged(ConnectionID, UInt64)
        case closed(ConnectionID, ConnectionEnd)
    }

    private(set) var core: BinanceVenueCore
    private(set) var simulator: ExchangeSimulator
    private let signer: BinanceSigner
    private var queue: [(at: Int64, what: Packet)] = []
    private var waiting: Set<UInt64> = []
    private var open: Set<UInt64> = []
    private var moment = Moment(monotonic: 5_000_000_000, wall: SimulatedVenue.day + .days(500))
    private var chance: SplitMix64
    /// How often an answer is lost, and how often a connection is cut instead of a message.
    var lostAnswers = 0.0
    var cuts = 0.0
    private(set) var words: [VenueWord] = []
    private(set) var notices: [String] = []
    private(set) var asked: [RequestID] = []
    private(set) var sent: [HTTPRequest] = []

    init?(_ market: MarketKind, seed: UInt64, _ klines: [Kline]) {
        let instrument = Instrument(
            name: "BTC/USDT", market: market, tickSize: Price(0.1)!, stepSize: Quantity(0.001)!,
            minQuantity: Quantity(0.001)!, maxQuantity: Quantity(120), minNotional: Money(5))
        let addresses = BinanceVenueAddresses(base: "http://127.0.0.1:1")
        var settings = BinanceVenueSettings(
            market, at: addresses, InstrumentTable([instrument]), leverages: [market == .um ? 20 : 1],
            maintenanceMargin: 0.004, since: .zero, seed: seed)
        settings.clockSpeed = 1
        guard let core = try? BinanceVenueCore(settings), let key = try? SigningKey(Self.secret),
            let verifier = try? key.verifier()
        else { return nil }
        self.core = core
        signer = BinanceSigner("one", key, of: .testnet, for: addresses)
        let account = AccountTerms(
            key: "one", money: Money(100_000),
            verifier: RequestVerifier(opensSessions: false) {
                verifier.verifies($1.utf8, ofQuery: $0, body: EmptyCollection())
            })
        let feed = PastFeed(klines.map { MarketEvent(.kline($0), at: $0.closeTime) })
        simulator = ExchangeSimulator(
            [SimulatorMarket(market, [ListedSymbol(instrument)], feed: feed)], SimulatorTerms(), accounts: [account],
            at: moment)
        chance = SplitMix64(seed: seed)
        if market == .um { setIsolated() }
    }

    /// What a person sets before: an account begins with crossed margin.
    private mutating func setIsolated() {
        var request = HTTPRequest(
            .post, "/fapi/v1/marginType?symbol=BTCUSDT&marginType=ISOLATED&timestamp=\(time.milliseconds)")
        request.security = .signed
        guard let ready = signer.signed(request, to: "http://127.0.0.1:1") else { return }
        simulator.requested(ExchangeRequestID(1 << 40), ready, at: moment)
        _ = simulator.takeCommands()
    }

    var time: Timestamp { simulator.time(at: moment) }

    // MARK: - Time

    mutating func go(seconds: Int64) {
        let end = moment.monotonic + seconds * 1_000_000_000
        while true {
            let next = min(core.wakesAt, simulator.wakesAt, queue.first?.at ?? .max)
            guard next <= end else { break }
            set(max(moment.monotonic, next))
            while let first = queue.first, first.at <= moment.monotonic {
                queue.removeFirst()
                deliver(first.what)
            }
            if simulator.wakesAt <= moment.monotonic { simulator.wake(at: moment) }
            if core.wakesAt <= moment.monotonic { core.wake(at: moment) }
            settle()
        }
        set(end)
    }

    private mutating func set(_ monotonic: Int64) {
        moment.wall = moment.wall + TimeSpan(nanoseconds: monotonic - moment.monotonic)
        moment.monotonic = monotonic
    }

    private mutating func later(_ what: Packet, after delay: Int64? = nil) {
        let at = moment.monotonic + (delay ?? 3_000_000)
        queue.insert((at, what), at: queue.firstIndex { $0.at > at } ?? queue.count)
    }

    // MARK: - The line

    private mutating func deliver(_ what: Packet) {
        switch what {
        case .request(let id, let request): simulator.requested(id, request, at: moment)
        case .answer(let id, let response):
            if waiting.remove(id.value) != nil { core.answered(id, response, at: moment) }
        case .failure(let id, let end):
            if waiting.remove(id.value) != nil { core.failed(id, end, at: moment) }
        case .connect(let id, let target):
            if simulator.opened(id, target: target, at: moment) {
                open.insert(id.value)
                core.opened(id, at: moment)
            } else {
                core.closed(id, .refused(status: 404), at: moment)
            }
        case .said(let id, let text):
            if open.contains(id.value) { Array(text.utf8).withUnsafeBytes { simulator.received($0, on: id, at: moment) } }
        case .text(let id, let bytes):
            if open.contains(id.value) { bytes.withUnsafeBytes { core.received($0, on: id, at: moment) } }
        case .ponged(let id, let payload): if open.contains(id.value) { core.ponged(payload, on: id, at: moment) }
        case .closed(let id, let end):
            guard open.remove(id.value) != nil else { return }
            simulator.closed(id, at: moment)
            core.closed(id, end, at: moment)
        }
        settle()
    }

    private mutating func settle() {
        while true {
            let (wanted, done) = (core.takeCommands(), simulator.takeCommands())
            for command in wanted { carryOut(command) }
            for command in done { carryOut(command) }
            words += core.takeWords()
            notices += core.takeNotices()
            if wanted.isEmpty, done.isEmpty { return }
        }
    }

    private mutating func carryOut(_ command: ClientCommand) {
        switch command {
        case .open(let id, let url):
            later(.connect(id, target: "/" + url.split(separator: "/", maxSplits: 2).dropFirst(2).joined()))
        case .send(let id, let text): later(.said(id, text))
        case .sendSigned(let id, let message):
            if let text = signer.signed(message, to: "ws://127.0.0.1:1") { later(.said(id, text)) }
        case .ping(let id, let payload): later(.ponged(id, payload))
        case .close(let id): later(.closed(id, .wanted), after: 0)
        case .request(let id, let request, let base, let timeout):
            waiting.insert(id.value)
            sent.append(request)
            if let ready = request.security == .open ? request : signer.signed(request, to: base) {
                later(.request(id, ready))
            }
            later(.failure(id, .timedOut), after: Int64(timeout) * 1_000_000)
        }
    }

    private mutating func carryOut(_ command: ServerCommand) {
        switch command {
        case .answer(let id, let response): if !chance.happens(lostAnswers) { later(.answer(id, response)) }
        case .send(let id, let bytes):
            if chance.happens(cuts) { later(.closed(id, .lost("cut"))) } else { later(.text(id, bytes)) }
        case .ping(let id, let payload): simulator.ponged(payload, on: id, at: moment)
        case .close(let id, let code, let reason): later(.closed(id, .closed(code: code, reason: reason)))
        case .cut(let id): later(.closed(id, .lost("cut")))
        case .drop, .silence: break
        }
    }

    // MARK: - What the executor asks

    mutating func ask(_ id: RequestID, _ message: Message) {
        asked.append(id)
        core.ask(id, message, at: moment)
        settle()
    }

    mutating func place(_ intent: OrderIntent) { ask(RequestID(intent.clientOrderID, .place), .place(intent)) }

    mutating func cancel(_ id: ClientOrderID) {
        var cancel = CancelOrder()
        (cancel.clientOrderID, cancel.symbol) = (id, SymbolID(0))
        ask(RequestID(id, .venueCancel), .venueCancel(cancel))
    }

    mutating func books() { ask(RequestID("BTC/USDT", .venueBooks), .venueBooks(BooksQuery(SymbolID(0)))) }

    func intent(
        _ signal: String, _ leg: UInt8, _ purpose: Purpose, _ side: Side, _ quantity: Double, at price: Price? = nil
    ) -> OrderIntent {
        var intent = OrderIntent()
        intent.clientOrderID = ClientOrderID(signal: Label(clipping: signal), leg: leg)
        (intent.symbol, intent.side, intent.purpose) = (SymbolID(0), side, purpose)
        intent.quantity = Quantity(quantity) ?? .zero
        if let price { (intent.price, intent.orderType) = (price, .limit) }
        intent.expires = time + .minutes(10)
        return intent
    }

    var events: [VenueEvent] { words.compactMap { if case .event(let event) = $0 { event } else { nil } } }

    func ends(of id: RequestID) -> Int {
        words.count {
            switch $0 {
            case .answered(id, _), .unanswered(id, _): true
            default: false
            }
        }
    }

    var holding: VenueHolding? {
        for case .answered(_, .venueHolding(let holding)) in words.reversed() where holding.symbol == SymbolID(0) {
            return holding
        }
        return nil
    }

    func answer(_ verb: MessageKind, _ id: ClientOrderID) -> VenueAnswer? {
        for case .answered(RequestID(id, verb), .venueAnswer(let answer)) in words.reversed() { return answer }
        return nil
    }
}

/// A feed of what lies in a list.
struct PastFeed: FeedPort {
    let name = "a list"
    let isLive = false
    let history: [Kline] = []
    let complaints = FeedComplaints()
    private let events: [MarketEvent]
    private var place = 0

    init(_ events: [MarketEvent]) { self.events = events }

    mutating func next() -> FeedWord {
        guard place < events.count else { return .end }
        defer { place += 1 }
        return .event(events[place])
    }
}
