import Glibc
import Market

/// The price at which a position's margin is used up.
///
/// Isolated margin, one position: liq = (WB − s·q·entry) / (q·mmr − s·q), WB the isolated margin
/// q·entry/leverage, s = +1 long, −1 short (Binance, "How to Calculate Liquidation Price of USDⓈ-M
/// Futures Contracts"; the tiers' maintenance amount taken as 0).
/// So long: entry·(1 − 1/leverage)/(1 − mmr); short: entry·(1 + 1/leverage)/(1 + mmr).
///
/// Assumes that nothing is ever added to the margin and that one maintenance rate holds for all sizes.
@frozen public struct LiquidationModel: BitwiseCopyable, Sendable {
    public let leverage: Double
    /// Maintenance margin, fraction of the notional.
    public let maintenance: Double

    public init(leverage: Int, maintenance: Double) {
        self.leverage = Double(max(leverage, 1))
        self.maintenance = maintenance
    }

    /// The liquidation price; `nil` where the position can't be liquidated (flat, or long without
    /// leverage).
    public func price(of position: Position) -> Price? {
        guard let side = position.side else { return nil }
        let sign = Double(side.sign)
        let ratio = (1 - sign / leverage) / (1 - sign * maintenance)
        let price = position.entryPrice.scaled(by: ratio)
        return price.isPositive ? price : nil
    }
}
