import Glibc
import Market

/// The isolated margin of one position of perpetual futures, and the price at which it is used up.
///
/// liq = (WB − s·q·entry) / (q·mmr − s·q), WB the isolated margin q·entry/leverage, s = +1 long, −1 short
/// (Binance, "How to Calculate Liquidation Price of USDⓈ-M Futures Contracts"; the tiers' maintenance amount
/// taken as 0). So long: entry·(1 − 1/leverage)/(1 − mmr); short: entry·(1 + 1/leverage)/(1 + mmr).
///
/// Assumes that nothing is ever added to the margin, that fees are paid from the wallet, and that one
/// maintenance rate holds for all sizes.
@frozen public struct IsolatedMargin: BitwiseCopyable, Sendable, Hashable {
    public let leverage: Double
    /// Maintenance margin, fraction of the notional.
    public let maintenance: Double

    public init(leverage: Int, maintenance: Double) {
        self.leverage = Double(max(leverage, 1))
        self.maintenance = maintenance
    }

    /// How far against a position the price may go, fraction of its entry; not positive where it is
    /// liquidated as it opens.
    public func room(of side: Side) -> Double { abs(1 - ratio(side)) * (1 / leverage > maintenance ? 1 : -1) }

    /// The liquidation price; `nil` where the position can't be liquidated (long without leverage).
    public func liquidation(of side: Side, entry: Price) -> Price? {
        let price = entry.scaled(by: ratio(side))
        return price.isPositive ? price : nil
    }

    /// The liquidation price that a stop lies at or beyond; `nil` where the stop comes first.
    public func liquidation(before stop: Price, of side: Side, entry: Price) -> Price? {
        guard let price = liquidation(of: side, entry: entry) else { return nil }
        return (side == .buy ? stop <= price : stop >= price) ? price : nil
    }

    private func ratio(_ side: Side) -> Double {
        let sign = Double(side.sign)
        return (1 - sign / leverage) / (1 - sign * maintenance)
    }
}
