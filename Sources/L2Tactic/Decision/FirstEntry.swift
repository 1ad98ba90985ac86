import Configuration
import Market
import Messages

/// The smallest entry of a pair at a price, and what the sizing rules allow for its first one where the
/// market sets no bound: what can't be traded by these can't be traded at all.
public struct FirstEntry: Sendable {
    /// The smallest quantity that is worth sending, base asset, and its value, USDT.
    public let quantity: Quantity
    public let value: Money
    /// The largest value that is allowed, USDT, and the cap that decides.
    public let allowed: Double
    public let cap: SizeCap
    /// Whether the allowed value buys the quantity.
    public let isAllowed: Bool
    /// Fees of both ways and the assumed spread, fraction of the price.
    public let roundTripCost: Double

    public init(_ symbol: SymbolID, _ settings: Settings, at price: Price) {
        let rules = SymbolRules(symbol, settings, decides: true)
        let least = (rules.minNotional.quantity(at: price) ?? .zero).rounded(to: rules.step, .up)
        let first = max(rules.minQuantity.rounded(to: rules.step, .up), least, rules.step)
        // What a value buys is rounded down, so that one more step may be needed.
        quantity = rules.isLargeEnough(first, at: price) ? first : first + rules.step
        value = quantity.notional(at: price) ?? .zero
        (cap, allowed) = Self.sizing(rules, symbol, settings, price).smallest
        isAllowed = rules.quantity(worth: min(allowed, 1e10), at: price) >= quantity
        roundTripCost = rules.roundTripCost
    }

    /// The caps at the best that a market can do: no volatility, a stop a tick away, liquidity without end.
    private static func sizing(
        _ rules: SymbolRules, _ symbol: SymbolID, _ settings: Settings, _ price: Price
    ) -> Sizing {
        let pair = settings[symbol]
        let kelly = TrackRecord().kelly(at: .zero, settings.tactic, halfLife: settings.meta.halfLife)
        return Sizing(
            equity: settings.capital.double, targetVolatility: settings.tactic.targetVolatility,
            stopFraction: max(rules.tick, Price(raw: 1)).double / price.double,
            kelly: kelly * settings.tactic.kellyShare, maxRisk: settings.strategy.maxRisk,
            maxPosition: rules.maxPosition, leverage: rules.leverage,
            netExposure: min(pair.maxExposure, settings.limits.maxTotalExposure),
            liquidity: settings.operational.liquidityShare > 0 ? .infinity : 0)
    }
}
