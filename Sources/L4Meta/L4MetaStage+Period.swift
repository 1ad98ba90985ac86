import Market
import Messages
import Stages

/// The scoring at each period.
extension L4MetaStage {
    /// Smallest change of a weight that is news.
    static let news = 0.005
    /// Decayed trades that a regime must have seen before the next ones count for stability.
    static let enoughInRegime = 1.0

    /// Moves on in event time; at each period all strategies are scored.
    mutating func advance(_ input: Envelope, _ effects: inout Effects) {
        guard !input.isWarmUp, input.time >= system.nextPeriod else { return }
        let isFirst = system.nextPeriod == .zero
        system.nextPeriod = input.time.next(multipleOf: settings.period)
        guard !isFirst else { return }
        fade(to: input.time)
        for index in symbols.indices {
            let symbol = SymbolID(index)
            rebalance(symbol)
            publishNews(symbol, &effects)
        }
    }

    private mutating func fade(to time: Timestamp) {
        system.score.fade(to: time, halfLife: settings.halfLife)
        for row in scores.indices { scores[row].fade(to: time, halfLife: settings.halfLife) }
        for row in regimeScores.indices { regimeScores[row].fade(to: time, halfLife: settings.halfLife) }
        for index in symbols.indices { symbols[index].slippage.fade(to: time, halfLife: settings.halfLife) }
    }

    private mutating func rebalance(_ symbol: SymbolID) {
        let rows = rows.rows(of: symbol)
        let merits = rows.map { merit(of: $0) }
        let new = rule.step(from: Array(weights[rows]), prior: Array(priors[rows]), merits: merits)
        weights.replaceSubrange(rows, with: new)
    }

    /// What a strategy's results are worth: the score's significance (Sharpe per trade times the root of
    /// the trades, at most 4 either way), less a tenth of the drawdown in R, less half the dispersion
    /// between regimes. 0 until there are enough trades, all of it one trade later: a step
    /// there would move weights to and fro while the decayed number crosses it, with nothing learned.
    func merit(of row: Int) -> Double {
        let score = scores[row]
        guard score.trades >= settings.minTrades else { return 0 }
        let belief = min(1, score.trades - settings.minTrades)
        let significance = score.sharpe * score.trades.squareRoot()
        let fall = 0.1 * min(10, score.drawdown)
        return belief * (min(4, max(-4, significance)) - fall - 0.5 * dispersion(of: row))
    }

    /// Standard deviation of the mean results between the regimes, R, by their trades beyond the first:
    /// 0 is stable. So a regime whose trades fade leaves it gradually.
    public func dispersion(of symbol: SymbolID, _ strategy: StrategyID) -> Double {
        rows.row(of: symbol, strategy).map { dispersion(of: $0) } ?? 0
    }

    private func dispersion(of row: Int) -> Double {
        var moments = TimedMoments()
        let first = row * Self.regimes
        for place in first..<first + Self.regimes where regimeScores[place].trades >= Self.enoughInRegime {
            let score = regimeScores[place]
            moments.add(score.results.mean, weight: score.trades - Self.enoughInRegime)
        }
        return min(2, moments.standardDeviation)
    }

    func thresholds(of symbol: SymbolID) -> Thresholds {
        let slippage = symbols[symbol.int].slippage
        return Thresholds(
            drawdown: system.drawdown, limit: limits.maxDailyDrawdown, isHalted: system.isHalted,
            profileConfidence: limits.minConfidence,
            slippage: slippage.weight >= settings.minTrades ? slippage : nil,
            hardSlippage: slippageLimits[symbol.int])
    }
}
