import Market
import Messages
import RiskRules

/// What the risk manager knows of one symbol.
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
    /// L3's largest net exposure, fraction of equity; infinite before L3 has spoken.
    var netExposure = Double.infinity
    var reduceOnly = false
    /// How fresh its market data is.
    var feed = FeedHealth()
    /// Whether its prices come with a book: approvals are short-lived then.
    var isOnTicks = false
    /// L4's weights and factors on risk, by strategy.
    var weights: [8 of Double] = .init(repeating: 0)
    var riskScales: [8 of Double] = .init(repeating: 1)

    var isStale: Bool { feed.isStale }

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

    /// L4's factor on the risk of new entries: the mean over the strategies by their weights.
    var riskScale: Double {
        var (weight, sum) = (0.0, 0.0)
        for place in 0..<8 {
            weight += weights[place]
            sum += weights[place] * riskScales[place]
        }
        return weight > 0 ? min(1, max(0, sum / weight)) : 1
    }
}
