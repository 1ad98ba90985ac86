import Market
import Messages

/// The portfolio as the rules see it. An empty one (for rules that look at the order alone) knows no
/// equity and no symbols.
public struct PortfolioView: Sendable {
    /// Why no entry goes at all now (halted, reconciling, …); code `.none` where the door is open.
    public var barrier = Reason()
    /// Balance with open profit, USDT.
    public var equity = Money.zero
    /// Balance not held by margin or orders, USDT.
    public var free = Money.zero
    /// What of the free balance is promised to reservations and open orders, USDT; absent where their whole
    /// value counts, whatever their leverage, so that a promise errs on the safe side.
    public var promised = Money.absent
    /// Equity at 00:00 UTC, USDT.
    public var dayOpening = Money.zero
    /// Highest equity since 00:00 UTC, USDT.
    public var dayPeak = Money.zero
    /// The two symbols whose rolling correlation is measured (BTC and ETH), and the figure; NaN where
    /// it is not known yet.
    public var first = SymbolID.none
    public var second = SymbolID.none
    public var correlation = Double.nan
    /// By symbol.
    public var symbols: [SymbolView] = []

    public init(symbols count: Int = 0) { symbols = Array(repeating: SymbolView(), count: count) }

    /// Value of everything open or reserved, USDT.
    public var exposure: Money { symbols.reduce(.zero) { $0 + $1.exposure } }
    /// Value of what is reserved or ordered but not filled, USDT.
    public var pending: Money { symbols.reduce(.zero) { $0 + $1.pendingBuy + $1.pendingSell } }
    /// Fall from the day's highest equity as a fraction of the day's opening equity.
    public var drawdown: Double { max(0, (dayPeak - equity).fraction(of: dayOpening)) }
}
