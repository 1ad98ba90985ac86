import Market
import Messages

/// What the risk manager knows of one symbol's position and profit.
struct SymbolBook: BitwiseCopyable, Sendable {
    /// Held quantity (signed) and its entry price; realised profit since the books began.
    var position = Position()
    /// Fees and funding paid since the books began, USDT.
    var fees = Money.zero
    /// Whether the executor has told what is held.
    var isTold = false
    /// The number that its next fill has at least: fills of different symbols may come in any order.
    var nextFillID: UInt64 = 0
    /// The executor's newest words that were booked: a fill, and a row of the account.
    var fillWord = EventID.none
    var rowWord = EventID.none
    /// Last price seen, USDT.
    var mark = Price.zero
    /// Profit since the books began at 00:00 UTC, USDT.
    var dayOpeningPnL = Money.zero
    /// The highest profit since 00:00 UTC, USDT; at least zero, as the day began.
    var dayPeakPnL = Money.zero

    // Inlined, for a call would copy the whole book for two of its fields.

    /// The price by which it is valued: the entry price until a mark is known.
    @inline(__always) var price: Price { mark.isPositive ? mark : position.entryPrice }
    /// Profit not yet closed, USDT.
    @inline(__always) var unrealised: Money { position.unrealisedPnL(at: price) }
    /// What belongs to the equity: the open profit on futures, the whole value on spot, USDT.
    @inline(__always) func value(in market: MarketKind) -> Money {
        switch market {
        case .um: unrealised
        case .spot: position.quantity.notional(at: price) ?? .zero
        }
    }
    /// Profit since the books began, after fees, USDT.
    @inline(__always) var profit: Money { position.realisedPnL + unrealised - fees }
    /// Profit since 00:00 UTC, USDT.
    @inline(__always) var dayPnL: Money { profit - dayOpeningPnL }
}
