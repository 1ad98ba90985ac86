import Configuration
import Market
import Messages
import RiskMath

/// What decides whether a pair's stops come before its liquidation.
public struct LiquidationTerms: BitwiseCopyable, Sendable {
    /// `nil` on spot, where nothing is liquidated.
    public let margin: IsolatedMargin?
    /// Largest slippage of an entry, basis points.
    public let slippageBps: Double

    public init(_ symbol: SymbolID, _ settings: Settings) {
        let pair = settings[symbol]
        let rate = settings.paper.maintenanceMargin
        margin = settings.market == .um ? IsolatedMargin(leverage: pair.leverage, maintenance: rate) : nil
        slippageBps = pair.slippageBps
    }

    /// The stop of an entry of `side` and the liquidation price that comes before it, the entry taken at the
    /// worst price that its slippage allows; `nil` where the stop comes first.
    public func breach(of stop: Price, _ side: Side, at price: Price) -> Reason? {
        let entry = price.moved(bps: Double(side.sign) * slippageBps)
        guard let end = margin?.liquidation(before: stop, of: side, entry: entry) else { return nil }
        return Reason(.stopBeyondLiquidation, found: stop.double, limit: end.double)
    }
}
