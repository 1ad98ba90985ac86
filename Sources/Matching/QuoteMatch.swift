import Market

/// Fills on quotes and books, once the order's latency is over.
///
/// Assumes that what is shown can be had and nothing else: no hidden quantity, no queue in front of a
/// taker, and no reaction of the market to us.
public enum QuoteMatch {
    /// A market order on the best quote: at most what is shown; the rest waits for the next quote.
    public static func market(
        _ side: Side, _ quantity: Quantity, on quote: Quote, step: Quantity
    ) -> MatchedFill? {
        let shown = (side == .buy ? quote.askQuantity : quote.bidQuantity).present ?? quantity
        let got = min(quantity, shown).rounded(to: step, .down)
        return got.isPositive ? MatchedFill(got, at: side == .buy ? quote.ask : quote.bid) : nil
    }

    /// A market order through the levels of a book; the rest waits for the next update.
    public static func market(
        _ side: Side, _ quantity: Quantity, in book: OrderBook, limit: Price? = nil, step: Quantity
    ) -> MatchedFill? {
        guard let offered = book.sweep(side, quantity, limit: limit)?.quantity.rounded(to: step, .down),
            offered.isPositive, let swept = book.sweep(side, offered, limit: limit)
        else { return nil }
        return MatchedFill(swept.quantity, at: swept.average)
    }

    /// A resting limit order: at its price, where the other side's quote has come to it.
    public static func limit(
        _ side: Side, _ quantity: Quantity, at price: Price, on quote: Quote, step: Quantity
    ) -> MatchedFill? {
        guard side == .buy ? quote.ask <= price : quote.bid >= price else { return nil }
        return market(side, quantity, on: quote, step: step).map {
            MatchedFill($0.quantity, at: price, isMaker: true)
        }
    }

    /// A resting stop: triggered by the last price or by the quote it would take, it takes its whole
    /// quantity half a spread beyond that quote (the best quote alone may not hold that much).
    public static func stop(
        _ side: Side, _ quantity: Quantity, trigger: Price, on quote: Quote, spread: SpreadModel
    ) -> MatchedFill? {
        let taken = side == .sell ? quote.bid : quote.ask
        let worst = side == .sell ? min(quote.last, taken) : max(quote.last, taken)
        guard side == .sell ? worst <= trigger : worst >= trigger else { return nil }
        return MatchedFill(quantity, at: max(spread.taken(side, at: taken), spread.tickSize))
    }

    /// A resting target: the whole quantity at its own price once the other side's quote has come to it.
    public static func target(
        _ side: Side, _ quantity: Quantity, trigger: Price, on quote: Quote
    ) -> MatchedFill? {
        guard side == .sell ? quote.bid >= trigger : quote.ask <= trigger else { return nil }
        return MatchedFill(quantity, at: trigger, isMaker: true)
    }
}
