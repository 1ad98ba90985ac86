import Configuration
import Market
import Matching
import Messages
import Stages

/// The paper venue: takes orders, matches them against the recorded or live market with the models of
/// `Matching`, and keeps the stops and targets that protect what was filled.
///
/// - One way, netted: an entry never reduces, an order that reduces never turns the position.
/// - An entry's stop and target rest from its fill on, for the filled quantity, one cancelling the
///   other; a closing fill takes the same quantity off what rests, oldest first.
/// - On klines an order meets the next candle of its symbol and expires with it; once a symbol has
///   trades, quotes or a book, orders meet those instead, after the latency, until they expire.
/// - What a moment offers is there once for all orders together, and of a book it stays taken (decision 21).
/// - By `paper.fill` orders queue in the market's book by price and time instead, and meet nothing else.
/// - Every order and position is durable before its event is said, so all of it survives a kill.
public struct PaperVenueStage: Stage {
    public static let rank = ProcessRank.venue

    private let atPairEnd: PairEndRule
    private let count: Int
    private var floor: VenueFloor

    /// With fewer abilities it is a venue of plain orders: for tests of what is made up for then.
    public init(settings: Settings, abilities: VenueAbilities = .all) {
        atPairEnd = settings.paper.atPairEnd
        count = settings.instruments.count
        floor = VenueFloor(MatchingModel(settings), symbols: count, abilities)
    }

    /// All orders here, oldest first.
    public var rows: [VenueRow] { floor.books.orders.rows }

    /// What is held and seen, by symbol.
    public var symbols: [VenueSymbol] {
        (0..<count).map { place in
            let symbol = SymbolID(place)
            return VenueSymbol(
                position: floor.books.position(of: symbol), mark: floor.market[symbol].mark,
                isIdle: floor.books.isIdle(symbol))
        }
    }

    public mutating func handle(_ input: Envelope, into effects: inout Effects) {
        switch input.input {
        case .message: hear(input, &effects)
        case .request(let id, .place(let intent)): place(intent, id, input, &effects)
        case .request(let id, .venueCancel(let order)):
            floor.cancel(order, input.time, &effects)
            answer(id, order.clientOrderID, &effects)
        case .request(let id, .venueQuery(let order)): answer(id, order.clientOrderID, &effects)
        case .request(let id, .venueBooks(let query)): tellBooks(query.symbol, id, input.time, &effects)
        case .endOfData: floor.expireWaiting(input.time, &effects)
        case .request, .answered, .unanswered, .woken, .link, .joined: break
        }
    }

    private mutating func hear(_ input: Envelope, _ effects: inout Effects) {
        switch input.message {
        case .kline(let kline): if knows(kline.symbol) { floor.hear(kline, input, &effects) }
        case .ticker(let ticker): if knows(ticker.symbol) { floor.hear(ticker, input, &effects) }
        case .trade(let trade): if knows(trade.symbol) { floor.hear(trade, input, &effects) }
        case .depth(let depth): if knows(depth.symbol) { floor.hear(depth, input, &effects) }
        case .mark(let mark): if knows(mark.symbol) { floor.hear(mark, input, &effects) }
        case .feedHealth(let health):
            guard knows(health.symbol), health.state == .ceased else { return }
            floor.cease(health, keeps: atPairEnd == .keep, input, &effects)
        default: break
        }
    }

    private func knows(_ symbol: SymbolID) -> Bool { symbol.int < count }

    // MARK: - Requests

    /// Takes an order, or refuses it. The same id again gets the answer that the first one would get now.
    private mutating func place(
        _ intent: OrderIntent, _ id: RequestID, _ input: Envelope, _ effects: inout Effects
    ) {
        let name = intent.clientOrderID
        if floor.books.orders.state(of: name) == nil { floor.place(intent, input, &effects) }
        answer(id, name, &effects)
    }

    /// Says where an order stands; `unknownOrder` where it was never seen here.
    private func answer(_ id: RequestID, _ name: ClientOrderID, _ effects: inout Effects) {
        let state = floor.books.orders.state(of: name) ?? (.unknown, Reason(.unknownOrder))
        var answer = VenueAnswer()
        answer.clientOrderID = name
        answer.status = state.status
        answer.reason = state.reason
        effects.answer(id, .venueAnswer(answer))
    }

    /// Says each order of a pair that is open here, then answers what is held. It keeps no balance.
    private func tellBooks(_ symbol: SymbolID, _ id: RequestID, _ time: Timestamp, _ effects: inout Effects) {
        var holding = VenueHolding()
        holding.symbol = symbol
        if knows(symbol) {
            for (index, row) in rows.enumerated() where row.isOpen && row.order.intent.symbol == symbol {
                effects.publish(.venueEvent(floor.books.event(.open, of: index, time)))
            }
            let position = floor.books.position(of: symbol)
            holding.quantity = position.quantity
            holding.entryPrice = position.isFlat ? .absent : position.entryPrice
        }
        effects.answer(id, .venueHolding(holding))
    }

    // MARK: - State

    public mutating func recover(_ record: Record) {
        switch record {
        case .venueOrder(let order): floor.recover(order)
        case .venuePosition(let position): floor.recover(position)
        case .order, .fill, .funding, .account, .halt, .day: break
        }
    }

    public func save(into writer: inout StateWriter) { floor.save(into: &writer) }

    public mutating func restore(from reader: inout StateReader) throws(StateError) {
        try floor.restore(from: &reader)
    }
}
