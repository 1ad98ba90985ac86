import Configuration
import Market

/// What a fill costs: a share of its value, another for makers than for takers.
///
/// Assumes that fees are paid in USDT (futures; spot with the fee asset held apart), that no discount
/// applies, and that the tier never changes.
@frozen public struct FeeModel: BitwiseCopyable, Sendable {
    public let maker: Rate
    public let taker: Rate

    public init(_ paper: PaperSettings) {
        maker = Rate(fraction: paper.makerFee)
        taker = Rate(fraction: paper.takerFee)
    }

    /// The fee of one fill, USDT; negative where a maker is paid.
    public func fee(_ quantity: Quantity, at price: Price, isMaker: Bool) -> Money {
        (isMaker ? maker : taker).share(of: quantity.notional(at: price) ?? .zero)
    }
}
