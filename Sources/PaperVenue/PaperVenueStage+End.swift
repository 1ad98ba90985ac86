import Market
import Matching
import Messages
import Stages

/// What becomes of a pair whose market data is at its end while that of others goes on (decision 23).
extension PaperVenueStage {
    /// What waits can't be filled any more. What is held is settled at the last price, as a market order
    /// would be: half the spread worse, at a taker's fee; its stop and target go with it. Where the rule is
    /// to keep it, it stays with them.
    mutating func cease(_ health: FeedHealth, _ input: Envelope, _ effects: inout Effects) {
        for index in rows.indices where rows[index].order.intent.symbol == health.symbol {
            if rows[index].isOpen, !rows[index].isBracket {
                finish(index, .expired, health.end, input.time, &effects)
            }
        }
        if atPairEnd == .close { settle(health, input, &effects) }
        removeFinished()
    }

    private mutating func settle(_ health: FeedHealth, _ input: Envelope, _ effects: inout Effects) {
        let (symbol, row) = (health.symbol, symbols[health.symbol.int])
        let quantity = tradable(symbol)
        guard let side = row.position.side?.opposite, !quantity.isZero, row.mark.isPositive else { return }
        let spread = model[symbol].spread
        let price = max(spread.taken(side, at: row.mark), spread.tickSize)
        var intent = OrderIntent()
        intent.clientOrderID = ClientOrderID(
            signal: Label(clipping: "settled-\(lastEventID + 1)"), leg: ClientOrderID.settlementLeg)
        intent.symbol = symbol
        intent.side = side
        intent.purpose = .settlement
        intent.quantity = quantity.magnitude
        intent.expires = .never
        let order = VenueOrder(intent: intent, status: .new, placed: input.time)
        append(VenueRow(order: order, cause: input.id))
        let last = Candle(
            openTime: health.lastEvent, closeTime: health.lastEvent, open: row.mark, high: row.mark,
            low: row.mark, close: row.mark, volume: 0, quoteVolume: 0)
        let moment = Moment.candle(last, model[symbol].candle.offer(of: last))
        take(MatchedFill(quantity.magnitude, at: price), rows.count - 1, moment, input.time, &effects)
    }
}
