import Market
import Matching
import Messages
import Stages

/// The market as the paper venue sees it, and what an order gets of it at a moment: what it gets is gone for
/// the orders after it, and of a book it stays gone until the book shows something else.
struct VenueMarket: Sendable {
    private let model: MatchingModel
    private var symbols: [SeenMarket]
    /// By symbol: what is shown (of quotes, one level a side), and what our own orders took of it.
    private var books: [OrderBook]
    private var taken: [TakenLiquidity]
    /// By symbol, where our orders queue in the market's book; empty where they get what is shown.
    private var queues: [QueuedBook]

    init(_ model: MatchingModel, symbols count: Int) {
        self.model = model
        symbols = Array(repeating: SeenMarket(), count: count)
        books = Array(repeating: OrderBook(), count: count)
        taken = Array(repeating: TakenLiquidity(), count: count)
        let steps = model.fill == .book ? (0..<count).map { model[SymbolID($0)].filters.stepSize } : []
        queues = steps.map { QueuedBook(step: $0) }
    }

    /// Whether our orders queue in the market's book, and get nothing of candles and quotes.
    private var isQueued: Bool { !queues.isEmpty }

    func knows(_ symbol: SymbolID) -> Bool { symbol.int < symbols.count }

    subscript(symbol: SymbolID) -> SeenMarket { symbols[symbol.int] }

    // MARK: - What is heard

    /// The close of a candle is the last price.
    mutating func close(_ kline: Kline) { symbols[kline.symbol.int].mark = kline.close }

    /// The funding that is due next, by the exchange; `nil` forgets it.
    mutating func hear(_ mark: ContractMark?, of symbol: SymbolID) { symbols[symbol.int].contract = mark }

    /// A ticker with bid and ask is a quote; one without (from klines) only tells the last price. So do all
    /// where there is a book: it triggers stops, which take what the book shows.
    mutating func hear(_ ticker: Ticker, isIdle: Bool) -> VenueMeeting {
        let place = ticker.symbol.int
        symbols[place].mark = ticker.last
        if symbols[place].hasDepth {
            symbols[place].quote?.last = ticker.last
            return symbols[place].quote.map { .triggers($0) } ?? .nothing
        }
        if isQueued { return .nothing }
        guard let quote = Quote(ticker) else { return .nothing }
        symbols[place].quote = quote
        if !isIdle || !taken[place].isEmpty { show(quote, at: place) }
        return .all(quote)
    }

    /// Makes a book of one level a side, for the orders and what they took.
    private mutating func show(_ quote: Quote, at place: Int) {
        books[place].clear()
        let bid = BookLevel(price: quote.bid, quantity: quote.bidQuantity.present ?? .unbounded)
        let ask = BookLevel(price: quote.ask, quantity: quote.askQuantity.present ?? .unbounded)
        books[place].set(bid, on: .buy, updateID: 0)
        books[place].set(ask, on: .sell, updateID: 0)
        taken[place].follow(books[place])
    }

    /// A trade moves the last price, which triggers stops: what they take is the newest quote.
    mutating func hear(_ trade: Trade) {
        let place = trade.symbol.int
        symbols[place].mark = trade.price
        symbols[place].hasTrades = true
        symbols[place].quote?.last = trade.price
        guard isQueued else { return }
        queues[place].trade(trade.buyerIsMaker ? .sell : .buy, trade.quantity, at: trade.price)
    }

    /// Part of a book update; orders meet the book when the update is whole. An empty snapshot says that the
    /// book was lost.
    mutating func hear(_ depth: Depth, isIdle: Bool) -> VenueMeeting {
        let place = depth.symbol.int
        if isQueued, isIdle { queues[place].lose() }
        if depth.isFirst, depth.isSnapshot || !symbols[place].hasDepth { books[place].clear() }
        for index in 0..<depth.levels.count {
            books[place].set(depth.levels[index], on: depth.side, updateID: depth.updateID)
            guard isQueued, !depth.isSnapshot else { continue }
            queues[place].set(depth.levels[index], on: depth.side, &taken[place])
        }
        symbols[place].hasDepth = true
        guard depth.isLast else { return .nothing }
        symbols[place].hasDepth = !books[place].isBare
        taken[place].follow(books[place])
        if isQueued, !isIdle, depth.isSnapshot || queues[place].isLost {
            queues[place].show(books[place], &taken[place])
        }
        guard let quote = Quote(books[place]) else { return .nothing }
        symbols[place].quote = quote
        if symbols[place].mark.isZero { symbols[place].mark = quote.last }
        return .all(quote)
    }

    // MARK: - What an order gets

    /// A taker: a market order, or a limit order as it arrives.
    mutating func take(
        _ intent: OrderIntent, _ wanted: Quantity, limit: Price?, _ moment: inout Moment
    ) -> [MatchedFill] {
        let (symbol, side) = (model[intent.symbol], intent.side)
        if isQueued {
            let place = intent.symbol.int
            let fills = queues[place].take(side, wanted, limit: limit, &taken[place])
            guard let limit else { return fills }
            // What is left of it rests from now on.
            let left = fills.reduce(wanted) { $0 - $1.quantity }
            queues[place].keep(intent.clientOrderID, side, left, at: limit, &taken[place])
            return fills
        }
        switch moment {
        case .candle(let candle, var left):
            defer { moment = .candle(candle, left) }
            return symbol.candle.take(side, wanted, limit: limit, in: candle, &left).map { [$0] } ?? []
        case .book:
            let place = intent.symbol.int
            return BookMatch.take(
                side, wanted, limit: limit, in: books[place], step: symbol.filters.stepSize, &taken[place])
        case .trade(let trade, var left):
            defer { moment = .trade(trade, left) }
            return symbol.trade.take(side, wanted, limit: limit, at: trade.price, &left).map { [$0] } ?? []
        }
    }

    /// What rests at its price: a limit order or a target.
    mutating func rest(
        _ intent: OrderIntent, _ wanted: Quantity, _ moment: inout Moment
    ) -> MatchedFill? {
        let (symbol, side, price) = (model[intent.symbol], intent.side, intent.price)
        if isQueued {
            let place = intent.symbol.int
            queues[place].keep(intent.clientOrderID, side, wanted, at: price, &taken[place])
            let got = min(wanted, queues[place].earned(intent.clientOrderID))
            return got.isPositive ? MatchedFill(got, at: price, isMaker: true) : nil
        }
        switch moment {
        case .candle(let candle, var left):
            defer { moment = .candle(candle, left) }
            return symbol.candle.rest(side, wanted, at: price, in: candle, &left)
        case .book:
            let place = intent.symbol.int
            return BookMatch.rest(
                side, wanted, at: price, in: books[place], step: symbol.filters.stepSize, &taken[place])
        case .trade(let trade, var left):
            defer { moment = .trade(trade, left) }
            return symbol.trade.rest(side, wanted, at: price, last: trade.price, &left)
        }
    }

    /// A stop that was just triggered: a taker, in a candle at the price that it met, and where somebody
    /// quotes at the quote, whichever message it is that moved the price.
    mutating func stop(_ order: VenueOrder, _ wanted: Quantity, _ moment: inout Moment) -> [MatchedFill] {
        if case .candle(let candle, var left) = moment {
            let match = model[order.intent.symbol].candle
            guard let price = match.met(order.intent.side, trigger: order.trigger, in: candle) else {
                return []
            }
            defer { moment = .candle(candle, left) }
            return match.fill(wanted, at: price, isMaker: false, &left).map { [$0] } ?? []
        }
        guard let quote = symbols[order.intent.symbol.int].quote else {
            return take(order.intent, wanted, limit: nil, &moment)
        }
        var quoted = Moment.book(quote)
        return take(order.intent, wanted, limit: nil, &quoted)
    }

    /// A liquidation gets all it needs; what was there is gone for the orders after it.
    mutating func liquidate(_ order: VenueOrder, _ moment: inout Moment) -> MatchedFill? {
        let (symbol, side, quantity) = (model[order.intent.symbol], order.intent.side, order.intent.quantity)
        let place = order.intent.symbol.int
        switch moment {
        case .candle(let candle, var left):
            guard let price = symbol.candle.met(side, trigger: order.trigger, in: candle) else { return nil }
            left.takeAll(quantity, at: price)
            moment = .candle(candle, left)
            return MatchedFill(quantity, at: price)
        case .book(let quote):
            takeQueued(side, quantity, at: place)
            return BookMatch.liquidate(
                side, quantity, on: quote, in: books[place], spread: symbol.spread, &taken[place])
        case .trade(let trade, let left):
            if let quote = symbols[place].quote {
                takeQueued(side, quantity, at: place)
                return BookMatch.liquidate(
                    side, quantity, on: quote, in: books[place], spread: symbol.spread, &taken[place])
            }
            moment = .trade(trade, max(.zero, left - quantity))
            let price = symbol.spread.taken(side, at: trade.price)
            return MatchedFill(quantity, at: max(price, symbol.spread.tickSize))
        }
    }

    /// What a liquidation takes of the book is gone for our orders, too.
    private mutating func takeQueued(_ side: Side, _ quantity: Quantity, at place: Int) {
        guard isQueued else { return }
        var noted = TakenLiquidity()
        _ = queues[place].take(side, quantity, &noted)
    }

    // MARK: - Our orders in the market's book

    /// The orders of a symbol that queue there.
    func queued(_ symbol: SymbolID) -> [ClientOrderID] { isQueued ? queues[symbol.int].names : [] }

    /// So much of an order may be filled now, where it queues.
    mutating func keep(_ intent: OrderIntent, _ wanted: Quantity) {
        let place = intent.symbol.int
        queues[place].keep(intent.clientOrderID, intent.side, wanted, at: intent.price, &taken[place])
    }

    /// An order is over, or does not rest any more.
    mutating func leave(_ name: ClientOrderID, _ symbol: SymbolID) { queues[symbol.int].leave(name) }

    /// Whether the market has come to the trigger of a stop or a liquidation.
    func isTriggered(_ order: VenueOrder, _ moment: Moment) -> Bool {
        let (side, trigger) = (order.intent.side, order.trigger)
        switch moment {
        case .candle(let candle, _):
            return model[order.intent.symbol].candle.met(side, trigger: trigger, in: candle) != nil
        case .book(let quote): return BookMatch.triggers(side, trigger, on: quote)
        case .trade(let trade, _):
            guard let quote = symbols[trade.symbol.int].quote else {
                return side == .sell ? trade.price <= trigger : trade.price >= trigger
            }
            return BookMatch.triggers(side, trigger, on: quote)
        }
    }

    /// The price that a stop met as it was triggered.
    func met(_ order: VenueOrder, _ moment: Moment) -> Price {
        let side = order.intent.side
        let quote = symbols[order.intent.symbol.int].quote
        switch moment {
        case .candle(let candle, _):
            return model[order.intent.symbol].candle.met(side, trigger: order.trigger, in: candle)
                ?? order.trigger
        case .book(let quote): return side == .sell ? quote.bid : quote.ask
        case .trade(let trade, _): return quote.map { side == .sell ? $0.bid : $0.ask } ?? trade.price
        }
    }

    // MARK: - State

    func save(into writer: inout StateWriter) {
        writer.write(symbols)
        for book in books { writer.write(book) }
        for levels in taken {
            writer.write(levels.bids)
            writer.write(levels.asks)
        }
        for queue in queues {
            writer.write(queue.resting)
            writer.write(queue.places)
            writer.write(queue.newest)
            writer.write(queue.isLost)
        }
    }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        symbols = try reader.readArray(count: symbols.count)
        for index in books.indices { books[index] = try reader.readBook() }
        for index in taken.indices {
            taken[index] = TakenLiquidity(bids: try reader.readArray(), asks: try reader.readArray())
        }
        for index in queues.indices {
            queues[index] = QueuedBook(
                step: model[SymbolID(index)].filters.stepSize, resting: try reader.readArray(),
                places: try reader.readArray(), newest: try reader.read(), isLost: try reader.read())
        }
    }
}
