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
/// - Every order and position is durable before its event is said, so all of it survives a kill.
public struct PaperVenueStage: Stage {
    public static let rank = ProcessRank.venue

    let model: MatchingModel
    let atPairEnd: PairEndRule
    /// By symbol.
    public internal(set) var symbols: [VenueSymbol]
    /// All orders here, oldest first: few, so a plain list.
    public internal(set) var rows: [VenueRow] = []
    /// By symbol: what is shown (of quotes, one level a side), and what our own orders took of it.
    var books: [OrderBook]
    var taken: [TakenLiquidity]
    var finished = FinishedOrders()
    /// Number of the newest event; they count up over all symbols.
    var lastEventID: UInt64 = 0

    public init(settings: Settings) {
        model = MatchingModel(settings)
        atPairEnd = settings.paper.atPairEnd
        symbols = Array(repeating: VenueSymbol(), count: settings.instruments.count)
        books = Array(repeating: OrderBook(), count: settings.instruments.count)
        taken = Array(repeating: TakenLiquidity(), count: settings.instruments.count)
    }

    public mutating func handle(_ input: Envelope, into effects: inout Effects) {
        switch input.input {
        case .message: hear(input, &effects)
        case .request(let id, .place(let intent)): place(intent, id, input, &effects)
        case .request(let id, .venueCancel(let order)): cancel(order, id, input.time, &effects)
        case .request(let id, .venueQuery(let order)): answer(id, order.clientOrderID, &effects)
        case .request(let id, .venueBooks(let query)): tellBooks(query.symbol, id, input.time, &effects)
        case .endOfData: expireWaiting(input.time, &effects)
        case .request, .answered, .unanswered, .woken, .link, .joined: break
        }
    }

    private mutating func hear(_ input: Envelope, _ effects: inout Effects) {
        switch input.message {
        case .kline(let kline): if knows(kline.symbol) { hear(kline, input, &effects) }
        case .ticker(let ticker): if knows(ticker.symbol) { hear(ticker, input, &effects) }
        case .trade(let trade): if knows(trade.symbol) { hear(trade, input, &effects) }
        case .depth(let depth): if knows(depth.symbol) { hear(depth, input, &effects) }
        case .feedHealth(let health):
            if knows(health.symbol), health.state == .ceased { cease(health, input, &effects) }
        default: break
        }
    }

    private func knows(_ symbol: SymbolID) -> Bool { symbol.int < symbols.count }
}
