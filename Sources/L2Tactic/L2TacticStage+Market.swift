import Market
import Messages
import Stages

extension L2TacticStage {
    /// Takes a closed minute: builds the longer candles, and decides on those that close with it.
    mutating func follow(_ kline: Kline, _ input: Envelope, _ effects: inout Effects) {
        guard kline.interval == .m1 else { return }
        let minute = kline.candle
        states[kline.symbol.int].watch(minute)
        correlation.update(kline.symbol, kline.close, at: kline.closeTime)
        closed.take(minute, of: kline.symbol, .m1)
        var short: Int?
        for place in firstCharts[kline.symbol.int]..<firstCharts[kline.symbol.int + 1] {
            guard let candle = charts[place].add(minute) else { continue }
            let timeframe = charts[place].timeframe
            closed.take(candle, of: kline.symbol, timeframe)
            let reading = read(candle, place, of: kline.symbol)
            guard mayDecide(kline.symbol, on: candle), !input.isWarmUp else { continue }
            if let reading { decide(kline.symbol, timeframe, reading, input, &effects) }
            if charts[place].currentATR == nil { short = short ?? place }
        }
        guard let short, !states[kline.symbol.int].isShortageTold else { return }
        states[kline.symbol.int].isShortageTold = true
        skip(kline.symbol, charts[short], &effects)
    }

    /// Gives a closed candle to a chart and its strategies, whose advice is kept as ballots: each has one
    /// as soon as it has warmed up. `nil` until the chart's own figures have.
    private mutating func read(_ candle: Candle, _ place: Int, of symbol: SymbolID) -> Reading? {
        let reading = charts[place].read(candle)
        ballots.removeAll(keepingCapacity: true)
        let view = MarketView(
            symbol, charts[place].timeframe, position: states[symbol.int].position,
            regime: states[symbol.int].targets.regime, closed)
        for expert in charts[place].experts {
            guard let signal = experts.update(expert, candle, view) else { continue }
            let place = experts.experts[expert]
            ballots.append(Ballot(strategy: place.strategy, row: place.row, signal: signal))
        }
        return reading
    }

    /// Without an average true range there is neither a stop nor a size: says so, once per symbol and
    /// after what was decided.
    private func skip(_ symbol: SymbolID, _ chart: Chart, _ effects: inout Effects) {
        var skipped = Skipped()
        skipped.symbol = symbol
        skipped.timeframe = chart.timeframe
        skipped.reason = Reason(
            .warmUp, found: Double(chart.count), limit: Double(rules[symbol.int].candlesForATR))
        effects.publish(.skipped(skipped))
    }

    /// A candle with a hole in it is no ground for a decision.
    private func mayDecide(_ symbol: SymbolID, on candle: Candle) -> Bool {
        rules[symbol.int].decides && candle.openTime >= states[symbol.int].wholeSince
    }
}

extension SymbolState {
    /// Notices a hole between two minutes: from the second on, candles are whole again.
    mutating func watch(_ minute: Candle) {
        if minute.openTime != lastClose { wholeSince = minute.openTime }
        lastClose = minute.closeTime
        // Some files leave the quote volume out.
        lastQuoteVolume = minute.quoteVolume > 0 ? minute.quoteVolume : minute.volume * minute.close.double
    }
}
