import Market
import RiskMath

/// The price at which the exchange closes a position because its margin is used up (`IsolatedMargin`).
@frozen public struct LiquidationModel: BitwiseCopyable, Sendable {
    public let margin: IsolatedMargin

    public init(leverage: Int, maintenance: Double) {
        margin = IsolatedMargin(leverage: leverage, maintenance: maintenance)
    }

    /// The liquidation price; `nil` where the position can't be liquidated (flat, or long without
    /// leverage).
    public func price(of position: Position) -> Price? {
        position.side.flatMap { margin.liquidation(of: $0, entry: position.entryPrice) }
    }
}
