import Market

/// Fills on a book, price by price, once the order's latency is over. A quote is a book of one level a side.
///
/// Assumes that what is shown can be had once and nothing else: no hidden quantity, no queue in front of a
/// taker, and no reaction of the market to us but that what we took is gone (`TakenLiquidity`).
public enum BookMatch {
    /// A taker walks the levels, no further than `limit`: one fill a price, at most what is left there. The
    /// rest waits for the next update.
    public static func take(
        _ side: Side, _ quantity: Quantity, limit: Price? = nil, in book: OrderBook, step: Quantity,
        _ taken: inout TakenLiquidity
    ) -> [MatchedFill] {
        walk(side, quantity, limit, book, step, &taken).map { MatchedFill($0.quantity, at: $0.price) }
    }

    /// What rests at a price, as a limit order or a target: at its price, where the other side's levels have
    /// come to it, so that nobody stands before it any more; at most what is left of them.
    public static func rest(
        _ side: Side, _ quantity: Quantity, at price: Price, in book: OrderBook, step: Quantity,
        _ taken: inout TakenLiquidity
    ) -> MatchedFill? {
        let got = walk(side, quantity, price, book, step, &taken).reduce(Quantity.zero) { $0 + $1.quantity }
        return got.isPositive ? MatchedFill(got, at: price, isMaker: true) : nil
    }

    private static func walk(
        _ side: Side, _ quantity: Quantity, _ limit: Price?, _ book: OrderBook, _ step: Quantity,
        _ taken: inout TakenLiquidity
    ) -> [BookLevel] {
        var wanted = quantity
        var got: [BookLevel] = []
        for level in side == .buy ? book.asks : book.bids {
            if let limit, side == .buy ? level.price > limit : level.price < limit { break }
            let part = min(wanted, taken.left(of: level, for: side)).rounded(to: step, .down)
            guard part.isPositive else { continue }
            taken.take(part, at: level.price, for: side)
            got.append(BookLevel(price: level.price, quantity: part))
            wanted -= part
            if !wanted.isPositive { break }
        }
        return got
    }

    /// Whether the last price, or the quote that it would take, has come to the trigger of a stop of `side`
    /// (sell under a long position). Triggered, it is a taker like any other.
    public static func triggers(_ side: Side, _ trigger: Price, on quote: Quote) -> Bool {
        let taken = side == .sell ? quote.bid : quote.ask
        let worst = side == .sell ? min(quote.last, taken) : max(quote.last, taken)
        return side == .sell ? worst <= trigger : worst >= trigger
    }

    /// A liquidation: the whole quantity half a spread beyond the quote, for the levels alone may not hold
    /// that much; what they show is gone for the orders after it.
    public static func liquidate(
        _ side: Side, _ quantity: Quantity, on quote: Quote, in book: OrderBook, spread: SpreadModel,
        _ taken: inout TakenLiquidity
    ) -> MatchedFill {
        _ = walk(side, quantity, nil, book, Quantity(raw: 1), &taken)
        let price = spread.taken(side, at: side == .sell ? quote.bid : quote.ask)
        return MatchedFill(quantity, at: max(price, spread.tickSize))
    }
}
