import Market
import Messages
import Stages

extension L3StrategyStage {
    /// Share of the symbols on one side of their mean from which the market moves as one.
    static let oneSidedBreadth = 0.9
    /// By how much the correlation may fall again, and the breadth by twice that, before it doesn't.
    static let oneSidedSlack = 0.15

    /// Takes a closed minute; at each longer candle's close the regime is named anew.
    mutating func follow(_ kline: Kline, _ input: Envelope, _ effects: inout Effects) {
        guard kline.interval == .m1 else { return }
        correlation.update(kline)
        guard let candle = gauges[kline.symbol.int].add(kline.candle) else { return }
        read(candle, kline.symbol)
        if !input.isWarmUp { decide(kline.symbol, input, &effects) }
    }

    private mutating func read(_ candle: Candle, _ symbol: SymbolID) {
        // Some files leave the quote volume out.
        let volume = candle.quoteVolume > 0 ? candle.quoteVolume : candle.volume * candle.close.double
        let kept = symbols[symbol.int].liquidity * liquidityDecay
        symbols[symbol.int].liquidity = kept + (volume.isFinite ? volume : 0)
        guard let reading = gauges[symbol.int].read(candle) else { return }
        symbols[symbol.int].isReady = true
        symbols[symbol.int].reading = reading
        let change = symbols[symbol.int].classifier.update(reading, settings)
        if change != .none { symbols[symbol.int].news = change }
        watchMarket()
    }

    /// The market moves as one where all symbols stand on one side of their means and BTC and ETH are
    /// more correlated than their limit; with hysteresis, as for the regimes.
    private mutating func watchMarket() {
        let slack = system.isOneSided ? Self.oneSidedSlack : 0
        let side = max(breadth, 1 - breadth)
        system.isOneSided = symbols.count > 1 && side >= Self.oneSidedBreadth - 2 * slack
            && crossCorrelation >= limits.maxCorrelation - slack
    }

    /// At once where the regime changed or nothing was said yet; else at each period, if it matters.
    private mutating func decide(_ symbol: SymbolID, _ input: Envelope, _ effects: inout Effects) {
        let state = symbols[symbol.int]
        guard state.isReady else { return }
        if !state.isPublished {
            publish(symbol, .warmUp, input, &effects)
        } else if state.classifier.regime != state.published.regime {
            publish(symbol, state.news, input, &effects)
        } else if input.time >= state.nextPeriod {
            symbols[symbol.int].nextPeriod = input.time.next(multipleOf: settings.period)
            let targets = targets(of: symbol, at: input.time)
            guard differs(targets, from: state.published) else { return }
            publish(symbol, state.news == .none ? .rebalanced : state.news, input, &effects)
        }
    }
}
