import Market
import Matching
import Messages
import Stages

/// What an order gets of a moment; what it gets is gone for the orders after it.
extension PaperVenueStage {
    /// A taker: a market order, or a limit order as it arrives.
    mutating func taken(
        _ intent: OrderIntent, _ wanted: Quantity, limit: Price?, _ moment: inout Moment
    ) -> [MatchedFill] {
        let (symbol, side) = (model[intent.symbol], intent.side)
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
    mutating func rested(
        _ intent: OrderIntent, _ wanted: Quantity, _ moment: inout Moment
    ) -> MatchedFill? {
        let (symbol, side, price) = (model[intent.symbol], intent.side, intent.price)
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

    /// A stop that was just triggered: a taker, in a candle at the price that it met.
    mutating func stopped(_ order: VenueOrder, _ wanted: Quantity, _ moment: inout Moment) -> [MatchedFill] {
        if case .candle(let candle, var left) = moment {
            let match = model[order.intent.symbol].candle
            guard let price = match.met(order.intent.side, trigger: order.trigger, in: candle) else {
                return []
            }
            defer { moment = .candle(candle, left) }
            return match.fill(wanted, at: price, isMaker: false, &left).map { [$0] } ?? []
        }
        guard var quoted = quotedMoment(order.intent.symbol) else {
            return taken(order.intent, wanted, limit: nil, &moment)
        }
        return taken(order.intent, wanted, limit: nil, &quoted)
    }

    /// A liquidation gets all it needs; what was there is gone for the orders after it.
    mutating func liquidated(_ order: VenueOrder, _ moment: inout Moment) -> MatchedFill? {
        let (symbol, side, quantity) = (model[order.intent.symbol], order.intent.side, order.intent.quantity)
        let place = order.intent.symbol.int
        switch moment {
        case .candle(let candle, var left):
            guard let price = symbol.candle.met(side, trigger: order.trigger, in: candle) else { return nil }
            left.takeAll(quantity, at: price)
            moment = .candle(candle, left)
            return MatchedFill(quantity, at: price)
        case .book(let quote):
            return BookMatch.liquidate(
                side, quantity, on: quote, in: books[place], spread: symbol.spread, &taken[place])
        case .trade(let trade, let left):
            if let quote = symbols[place].quote {
                return BookMatch.liquidate(
                    side, quantity, on: quote, in: books[place], spread: symbol.spread, &taken[place])
            }
            moment = .trade(trade, max(.zero, left - quantity))
            let price = symbol.spread.taken(side, at: trade.price)
            return MatchedFill(quantity, at: max(price, symbol.spread.tickSize))
        }
    }

    /// What takers meet where somebody quotes, whichever message it is that moved the price.
    private func quotedMoment(_ symbol: SymbolID) -> Moment? {
        symbols[symbol.int].quote.map { .book($0) }
    }
}
