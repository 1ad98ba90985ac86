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
        let rate = settings.rates.maintenanceMargin
        margin = settings.market == .um ? IsolatedMargin(leverage: pair.leverage, maintenance: rate) : nil
        slippageBps = pair.slippageBps
    }

    /// The stop of an entry of `side` and the liquidation price that comes before it, the entry taken at the
    /// worst price that its slippage allows; `nil` where the stop comes first.
    public func breach(of stop: Price, _ side: Side, at price: Price) -> Reason? {
        let entry = price.moved(bps: Double(side.sign) * slippageBps)
        return breach(of: stop, side, entered: entry)
    }

    /// The same of the position that an order makes of what is held on its side: one margin and one average
    /// price, which the stops of what was held must come before as well.
    public func breach(of order: OrderIntent, enlarging held: SymbolView, at price: Price) -> Reason? {
        let (size, more) = (held.position.magnitude.double, order.quantity.double)
        guard held.position.raw.signum() == order.side.sign, held.entryPrice.isPositive, more > 0,
            let stop = order.stopLoss.present
        else { return nil }
        let worst = price.moved(bps: Double(order.side.sign) * slippageBps).double
        guard let average = Price((held.entryPrice.double * size + worst * more) / (size + more)) else {
            return nil
        }
        var stops = held
        stops.note(stop: stop, closingBy: order.side.opposite)
        return stops.lastStop.present.flatMap { breach(of: $0, order.side, entered: average) }
    }

    private func breach(of stop: Price, _ side: Side, entered: Price) -> Reason? {
        guard let end = margin?.liquidation(before: stop, of: side, entry: entered) else { return nil }
        return Reason(.stopBeyondLiquidation, found: stop.double, limit: end.double)
    }
}
