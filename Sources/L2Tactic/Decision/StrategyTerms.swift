import Configuration
import Market
import Messages

/// What the higher levels say of one strategy on one symbol.
struct StrategyTerms: BitwiseCopyable, Sendable {
    /// L4's share of the symbol's risk, 0 to 1.
    var weight: Double
    /// L3's size factor for the regime; 0 turns the strategy off.
    var multiplier = 1.0
    /// L4's factor on the risk of new entries.
    var riskScale = 1.0
    /// Confidence below which the strategy's signal doesn't count (P6); the profile's, or L4's if higher.
    var minConfidence: Double
    /// L4 sees the strategy drift: it counts half until that is over.
    var isDrifting = false
    /// The `strategy_update` that decided; none before the first.
    var updateID = EventID.none

    init(weight: Double, minConfidence: Double) {
        self.weight = weight
        self.minConfidence = minConfidence
    }

    /// Those of a pair's strategies until L4 speaks.
    static func first(of symbol: SymbolID, _ settings: Settings) -> [StrategyTerms] {
        settings.startWeights(of: symbol, primary: settings.meta.primaryWeight).map {
            StrategyTerms(weight: $0, minConfidence: settings.limits.minConfidence)
        }
    }

    /// L3's factor, halved while the strategy drifts.
    var factor: Double { isDrifting ? multiplier / 2 : multiplier }

    mutating func take(_ update: StrategyUpdate, profile: Double, id: EventID) {
        weight = update.weight
        riskScale = update.riskScale
        minConfidence = max(profile, update.minConfidence)
        updateID = id
    }
}
