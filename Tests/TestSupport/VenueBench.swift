import Market
import Messages
import Stages

/// One venue under test, in event time: asks, market, and all that it says.
public struct VenueBench {
    /// BTC/USDT.
    public static let symbol = SymbolID(0)
    public private(set) var port: any VenuePort
    public private(set) var time: Timestamp
    public private(set) var words: [VenueWord] = []
    /// What was asked, in order.
    public private(set) var asked: [RequestID] = []

    public init(_ port: any VenuePort, at time: Timestamp = Timestamp(nanoseconds: 1_746_316_800_000_000_000)) {
        self.port = port
        self.time = time
    }

    /// Asks, and takes what is said at once.
    public mutating func ask(_ id: RequestID, _ message: Message) {
        asked.append(id)
        port.ask(id, message, at: time)
        listen()
    }

    /// Time goes on with a closed minute of the pair.
    public mutating func minute(_ price: Int, high: Int? = nil, low: Int? = nil) {
        let start = time
        time = time + .minutes(1)
        let candle = Candle(
            openTime: start, closeTime: time, open: Price(price), high: Price(high ?? price),
            low: Price(low ?? price), close: Price(price), volume: 1e5, quoteVolume: 1e9)
        port.hear(Envelope(.message(.kline(Kline(Self.symbol, .m1, candle))), at: time))
        listen()
    }

    /// Time goes on until all that is late was said.
    public mutating func settle(_ price: Int = 100_000, minutes: Int = 130) {
        for _ in 0..<minutes { minute(price) }
    }

    private mutating func listen() { while let word = port.next(by: time) { words.append(word) } }

    /// Only what was said up to a place.
    mutating func keep(first count: Int) { words.removeLast(words.count - count) }

    /// Hands out a word that would be said too early; `nil` where none is.
    public mutating func wordBefore(_ time: Timestamp) -> VenueWord? { port.next(by: time) }

    public var events: [VenueEvent] { words.compactMap { if case .event(let event) = $0 { event } else { nil } } }

    /// Each fill once, by pair and number.
    public var fills: [VenueEvent] {
        var seen: Set<[UInt64]> = []
        return events.filter {
            $0.kind == .filled && seen.insert([UInt64($0.symbol.index), $0.eventID]).inserted
        }
    }

    /// How an ask ended, each time it did.
    public func ends(of id: RequestID) -> [VenueWord] {
        words.filter {
            switch $0 {
            case .answered(id, _), .unanswered(id, _): true
            default: false
            }
        }
    }

    /// An order of 0.003 BTC.
    public func order(_ signal: Label, _ side: Side = .buy, limit: Int? = nil) -> OrderIntent {
        var intent = OrderIntent()
        intent.clientOrderID = ClientOrderID(signal: signal, leg: 1)
        (intent.symbol, intent.side) = (Self.symbol, side)
        intent.orderType = limit == nil ? .market : .limit
        if let limit { intent.price = Price(limit) }
        intent.quantity = Quantity(raw: 300_000)
        intent.referencePrice = Price(100_000)
        // A venue of plain orders takes them without.
        if port.abilities.contains(.attachedStops) {
            (intent.stopLoss, intent.takeProfit) = (Price(90_000), Price(120_000))
        }
        intent.expires = time + .minutes(600)
        return intent
    }

    /// Places an order, once or until it is answered.
    public mutating func place(_ intent: OrderIntent, untilAnswered: Bool = false) {
        ask(RequestID(intent.clientOrderID, .place), .place(intent), untilAnswered)
    }

    /// Asks what became of an order.
    public mutating func query(_ order: ClientOrderID, untilAnswered: Bool = false) {
        var query = OrderQuery()
        (query.clientOrderID, query.symbol) = (order, Self.symbol)
        ask(RequestID(order, .venueQuery), .venueQuery(query), untilAnswered)
    }

    /// Takes an order back.
    public mutating func cancel(_ order: ClientOrderID, untilAnswered: Bool = false) {
        var cancel = CancelOrder()
        (cancel.clientOrderID, cancel.symbol, cancel.reason) = (order, Self.symbol, Reason(.personAsked))
        ask(RequestID(order, .venueCancel), .venueCancel(cancel), untilAnswered)
    }

    private mutating func ask(_ id: RequestID, _ message: Message, _ untilAnswered: Bool) {
        if untilAnswered { insist(id, message) } else { ask(id, message) }
    }

    /// Asks for the pair's books.
    public mutating func books() { ask(Self.booksID, .venueBooks(BooksQuery(Self.symbol))) }

    static let booksID = RequestID("BTC/USDT", .venueBooks)

    /// Asks, minute by minute, until an answer comes, as the executor does: an ask may be lost, an answer
    /// too, and the venue may be gone. Answers the place of the first word after the ask that was answered,
    /// and that of its answer.
    @discardableResult
    public mutating func insist(_ id: RequestID, _ message: Message) -> (asked: Int, answered: Int)? {
        for _ in 0..<100 {
            let before = words.count
            ask(id, message)
            for _ in 0..<3 {
                for place in words.indices[before...] {
                    if case .answered(id, _) = words[place] { return (before, place) }
                }
                minute(100_000)
            }
        }
        return nil
    }

    /// Asks for the pair's books until it tells them.
    public mutating func holdings() -> (asked: Int, answered: Int, holding: VenueHolding)? {
        guard let (asked, answered) = insist(Self.booksID, .venueBooks(BooksQuery(Self.symbol))),
            case .answered(_, .venueHolding(let holding)) = words[answered]
        else { return nil }
        return (asked, answered, holding)
    }
}
