import Market
import Messages

extension ExecutionReport {
    /// How a work ended, without what only a filled one has: see `price`.
    init(
        _ work: Work, _ outcome: Outcome, _ status: ReportStatus, _ reason: Reason, in around: Surroundings
    ) {
        self.init()
        signalID = work.id
        symbol = work.intent.symbol
        self.status = status
        changes = work.changes
        self.reason = reason.code == .none ? work.whyChanged : reason
        executedQuantity = outcome.executed
        exposure = Float(around.weight(of: work.intent.symbol).magnitude)
        let btc = around.market.correlation.first
        exposureBTC = btc == .none ? 0 : Float(around.weight(of: btc).magnitude)
    }

    /// What only a filled report has: its price, slippage, latency and effect on the portfolio.
    /// - Parameters:
    ///   - value: what was executed, USDT.
    ///   - weights: signed exposures by symbol as fractions of equity.
    mutating func price(_ work: Work, _ value: Money, _ weights: [Double], in around: Surroundings) {
        let raw = multiplyDivide(value.raw, fixedPointScale, by: executedQuantity.raw, .nearest)
        averagePrice = raw.map(Price.init(raw:)) ?? .absent
        slippage = Self.slippage(of: work.intent, at: averagePrice)
        latency = Self.latency(of: work, in: around.market)
        let traded = value.fraction(of: around.account.equity) * Double(work.intent.side.sign)
        correlationImpact = CorrelationImpact(settings: around.settings, rolling: around.market.correlation)
            .change(weights, work.intent.symbol, traded: traded)
    }

    /// From the signal to its last fill, ms of event time. Where only candles come, a fill is known at the
    /// close of its candle, whenever it was: that is no latency.
    private static func latency(of work: Work, in market: MarketView) -> Double {
        guard market[work.intent.symbol].spreadBps != nil else { return .nan }
        return (max(work.lastFill, work.received) - work.received).seconds * 1000
    }

    /// Against the price at the decision, percent; positive is worse.
    private static func slippage(of intent: OrderIntent, at price: Price) -> Double {
        guard let price = price.present, intent.referencePrice.isPositive else { return .nan }
        return intent.referencePrice.bps(to: price) / 100 * Double(intent.side.sign)
    }
}
