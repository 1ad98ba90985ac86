import Configuration
import Market

/// What a fill costs: a share of what it gives, another for makers than for takers.
///
/// On futures it is paid in USDT. On spot it is taken from what is received (Binance's commission FAQ): from
/// the bought asset on a buy, from the USDT on a sale. Assumes that no discount applies (BNB held for it)
/// and that the tier never changes.
@frozen public struct FeeModel: BitwiseCopyable, Sendable {
    public let maker: Rate
    public let taker: Rate
    public let market: MarketKind

    public init(_ paper: PaperSettings, market: MarketKind) {
        self.market = market
        maker = Rate(fraction: paper.makerFee)
        taker = Rate(fraction: paper.takerFee)
    }

    /// The fee of one fill; negative where a maker is paid.
    public func fee(of fill: MatchedFill, _ side: Side) -> FillFee {
        let rate = fill.isMaker ? maker : taker
        let value = fill.quantity.notional(at: fill.price) ?? .zero
        guard market == .spot, side == .buy else { return FillFee(value: rate.share(of: value)) }
        let taken = rate.share(of: fill.quantity)
        // What was paid less what was got for it, so that money and holding add up to the last digit.
        let kept = (fill.quantity - taken).notional(at: fill.price) ?? .zero
        return FillFee(value: value - kept, taken: taken)
    }
}
