import Configuration
import Market
import RiskMath

/// The report's `correlation_impact`: by how much a trade changed the portfolio's exposure weighted by
/// correlation, as a fraction of equity.
///
/// Exposure is sqrt(w' C w) (Markowitz 1952, with exposures in place of volatilities): w the signed
/// exposures as fractions of equity, C the correlations: the rolling one for BTC and ETH where it is
/// known, 0.8 for two pairs that the correlation map names, 0 for all others.
struct CorrelationImpact {
    static let mapped = 0.8

    let settings: Settings
    let rolling: PairCorrelation

    /// The change from `weights` with one symbol's weight lower by `traded` to `weights` as they are.
    func change(_ weights: [Double], _ symbol: SymbolID, traded: Double) -> Double {
        size(weights) - size(weights, symbol, lowerBy: traded)
    }

    /// The size of a portfolio, with one symbol's weight lower than it stands there.
    func size(_ weights: [Double], _ symbol: SymbolID = .none, lowerBy traded: Double = 0) -> Double {
        func weight(_ place: Int) -> Double { place == symbol.int ? weights[place] - traded : weights[place] }
        let rollingValue = rolling.value
        var sum = 0.0
        for a in weights.indices where weight(a) != 0 {
            for b in weights.indices where weight(b) != 0 {
                sum += weight(a) * weight(b) * correlation(SymbolID(a), SymbolID(b), rollingValue)
            }
        }
        return max(0, sum).squareRoot()
    }

    private func correlation(_ a: SymbolID, _ b: SymbolID, _ rollingValue: Double) -> Double {
        if a == b { return 1 }
        if !rollingValue.isNaN, rolling.partner(of: a) == b { return rollingValue }
        let isMapped = settings[a].correlatedWith.contains(b) || settings[b].correlatedWith.contains(a)
        return isMapped ? Self.mapped : 0
    }
}
