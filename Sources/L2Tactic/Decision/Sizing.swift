import Messages

/// The largest value a new position may have, by seven caps of which the smallest decides.
struct Sizing: BitwiseCopyable, Sendable {
    /// Equity of the account, USDT.
    var equity = 0.0
    /// Volatility of the symbol and the one to aim at, annual fractions.
    var volatility = 0.0
    var targetVolatility = 0.0
    /// Distance of the stop as a fraction of the price.
    var stopFraction = 0.0
    /// Fraction of equity to risk by Kelly, already scaled down.
    var kelly = 0.0
    /// Largest loss at the stop, fraction of equity: L3's, times L4's scale.
    var maxRisk = 0.0
    /// `max_position_size_usd`, and the leverage that equity allows.
    var maxPosition = 0.0
    var leverage = 1.0
    /// L3's largest exposure of the symbol, fraction of equity. All of it is free: entries begin flat.
    var netExposure = 0.0
    /// What the market takes without moving, USDT.
    var liquidity = 0.0

    /// The deciding cap and the value it allows, USDT; the first of equals.
    var smallest: (cap: SizeCap, value: Double) {
        var best = (cap: SizeCap.volatilityTarget, value: Double.infinity)
        for cap in Self.caps {
            let value = allowed(by: cap)
            if value < best.value { best = (cap, value) }
        }
        return (best.cap, max(0, best.value))
    }

    /// What one cap allows, USDT.
    func allowed(by cap: SizeCap) -> Double {
        switch cap {
        // Volatility-managed exposure (Moreira and Muir 2017).
        case .volatilityTarget: volatility > 0 ? equity * targetVolatility / volatility : .infinity
        // Kelly's fraction is what is lost at the stop, so the stop's distance turns it into a value.
        case .kelly: atRisk(equity * kelly)
        // size = max risk in USD / (ATR × multiplier): the multi-pair document.
        case .atrRisk: atRisk(equity * maxRisk)
        case .maxPosition: maxPosition
        // Leverage never enlarges `max_position_size_usd`: it is a bound of its own, by what equity carries.
        case .leverage: equity * leverage
        case .none: .infinity
        case .assetRisk: equity * netExposure
        case .liquidity: liquidity
        }
    }

    private func atRisk(_ loss: Double) -> Double { stopFraction > 0 ? loss / stopFraction : 0 }

    private static let caps = SizeCap.allCases.filter { $0 != .none }
}
