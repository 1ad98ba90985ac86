import BinanceVenue
import Exchanges
import Market
import Messages
import Stages
import TestSupport

/// The venue in a test's hands: time in seconds, orders by name, and all that was said.
struct Desk {
    var bench: VenueBench
    var venue: JoinedVenue
    private(set) var words: [VenueWord] = []
    private var time = Timestamp(nanoseconds: 1_746_316_800_000_000_000)

    init(
        _ market: MarketKind = .um, _ faults: ScriptedExchange.Faults = ScriptedExchange.Faults(),
        after former: ScriptedExchange? = nil, pairs: InstrumentTable? = nil,
        _ change: (inout BinanceVenueSettings) -> Void = { _ in }
    ) {
        venue = VenuePromiseTests.begin(market, faults, patience: 1, pairs, change)
        if let former { (venue.exchange, venue.exchange.queue, venue.exchange.stream) = (former, [], nil) }
        bench = VenueBench(venue)
        go(0)
        go(5)
    }

    var exchange: ScriptedExchange {
        get { venue.exchange }
        set { venue.exchange = newValue }
    }

    mutating func go(_ seconds: Int64) {
        time = time + .seconds(seconds)
        listen()
    }

    private mutating func listen() { while let word = venue.next(by: time) { words.append(word) } }

    mutating func ask(_ id: RequestID, _ message: Message) {
        venue.ask(id, message, at: time)
        listen()
    }

    /// The price moves.
    mutating func move(to price: Int, symbol: SymbolID = SymbolID(0)) {
        let candle = Candle(
            openTime: time, closeTime: time, open: Price(price), high: Price(price), low: Price(price),
            close: Price(price), volume: 1, quoteVolume: 1)
        venue.hear(Envelope(.message(.kline(Kline(symbol, .m1, candle))), at: time))
        listen()
    }

    /// An order, as the executor places it.
    func intent(_ leg: UInt8, _ purpose: Purpose = .entry, _ side: Side = .buy, limit: Int? = nil) -> OrderIntent {
        var intent = bench.order("s", side, limit: limit)
        (intent.clientOrderID.leg, intent.purpose) = (leg, purpose)
        intent.expires = time + .seconds(600)
        if purpose == .stop || purpose == .target {
            intent.orderType = purpose == .stop ? .market : .limit
            intent.price = Price(limit ?? 0)
        }
        return intent
    }

    mutating func place(_ intent: OrderIntent) { ask(RequestID(intent.clientOrderID, .place), .place(intent)) }

    mutating func cancel(_ leg: UInt8) {
        var cancel = CancelOrder()
        (cancel.clientOrderID, cancel.symbol) = (ClientOrderID(signal: "s", leg: leg), SymbolID(0))
        ask(RequestID(cancel.clientOrderID, .venueCancel), .venueCancel(cancel))
    }

    mutating func query(_ leg: UInt8) {
        var query = OrderQuery()
        (query.clientOrderID, query.symbol) = (ClientOrderID(signal: "s", leg: leg), SymbolID(0))
        ask(RequestID(query.clientOrderID, .venueQuery), .venueQuery(query))
    }

    /// Somebody else trades on the account, by hand.
    mutating func personTrades(_ side: Side, _ quantity: Double) {
        venue.exchange.trade(byHand: side, Quantity(quantity) ?? .zero, at: venue.now)
        listen()
    }

    /// Nobody looks after the account soon.
    mutating func windDown() {
        venue.windDown()
        listen()
    }

    /// What is to be settled before.
    var unsettled: [String] { venue.core.unsettled }

    /// Whether the executor was told to ask for the books.
    var hasReturned: Bool { words.contains(.link(.up)) }

    mutating func books() { ask(RequestID("BTC/USDT", .venueBooks), .venueBooks(BooksQuery(SymbolID(0)))) }

    var events: [VenueEvent] { words.compactMap { if case .event(let event) = $0 { event } else { nil } } }

    func events(_ kind: VenueEventKind, _ leg: UInt8? = nil) -> [VenueEvent] {
        events.filter { $0.kind == kind && (leg == nil || $0.clientOrderID.leg == leg) }
    }

    /// How an ask ended.
    func answer(_ verb: MessageKind, _ leg: UInt8) -> VenueAnswer? {
        for case .answered(let id, .venueAnswer(let answer)) in words.reversed()
        where id == RequestID(ClientOrderID(signal: "s", leg: leg), verb) { return answer }
        return nil
    }

    func wasUnanswered(_ verb: MessageKind, _ leg: UInt8, _ why: Unanswered) -> Bool {
        words.contains(.unanswered(RequestID(ClientOrderID(signal: "s", leg: leg), verb), why))
    }

    var holding: VenueHolding? {
        for case .answered(_, .venueHolding(let holding)) in words.reversed() { return holding }
        return nil
    }

    /// Targets of the requests that left, by a part of them.
    func sent(_ method: HTTPMethod, _ part: String) -> [String] {
        venue.sent.filter { $0.request.method == method && $0.request.target.contains(part) }.map(\.request.target)
    }
}
