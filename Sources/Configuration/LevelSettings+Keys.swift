import Market

// The keys of each level's section in strata.json, with the ranges that make sense. A field that is
// missing here is caught by a test.

extension FeedSettings {
    mutating func visit<V: KeyVisitor>(with visitor: inout V) {
        visitor.span("kline_stale_after", &klineStaleAfter, .seconds(1) ... .days(1))
        visitor.span("tick_stale_after", &tickStaleAfter, .milliseconds(100) ... .hours(1))
    }
}

extension MetaSettings {
    mutating func visit<V: KeyVisitor>(with visitor: inout V) {
        visitor.span("period", &period, .minutes(1) ... .days(30))
        visitor.span("half_life", &halfLife, .hours(1) ... .days(365))
        visitor.number("primary_weight", &primaryWeight, 0...1)
        visitor.number("min_weight", &minWeight, 0...1)
        visitor.number("max_weight", &maxWeight, 0...1)
        visitor.number("max_step", &maxStep, 0...1)
        visitor.number("min_trades", &minTrades, 0...10_000)
    }
}

extension StrategySettings {
    mutating func visit<V: KeyVisitor>(with visitor: inout V) {
        visitor.span("period", &period, .minutes(1) ... .days(1))
        visitor.choice("timeframe", &timeframe)
        visitor.integer("adx_period", &adxPeriod, StrategyParameters.periods)
        visitor.number("trend_enter", &trendEnter, 0...100)
        visitor.number("trend_leave", &trendLeave, 0...100)
        visitor.integer("volatility_period", &volatilityPeriod, StrategyParameters.periods)
        visitor.integer("volatility_history", &volatilityHistory, StrategyParameters.periods)
        visitor.number("high_enter", &highEnter, 0...1)
        visitor.number("high_leave", &highLeave, 0...1)
        visitor.number("max_risk", &maxRisk, 0...1)
    }
}

extension TacticSettings {
    mutating func visit<V: KeyVisitor>(with visitor: inout V) {
        visitor.choices("timeframes", &timeframes)
        visitor.number("target_multiple", &targetMultiple, 0.1...100)
        visitor.number("target_volatility", &targetVolatility, 0.001...10)
        visitor.number("kelly_share", &kellyShare, 0...1)
        visitor.number("prior_win_rate", &priorWinRate, 0...1)
        visitor.number("prior_payoff", &priorPayoff, 0.01...100)
        visitor.number("min_vote", &minVote, 0...1)
        visitor.number("max_cost_share", &maxCostShare, 0...10)
        visitor.integer("expiry_candles", &expiryCandles, 1...100)
    }
}

extension OperationalSettings {
    mutating func visit<V: KeyVisitor>(with visitor: inout V) {
        visitor.number("liquidity_share", &liquidityShare, 0...1)
        visitor.span("answer_within", &answerWithin, .milliseconds(10) ... .minutes(1))
        visitor.integer("attempts", &attempts, 1...10)
        visitor.span("first_backoff", &firstBackoff, .milliseconds(1) ... .minutes(1))
        visitor.span("outside_signal_life", &outsideSignalLife, .seconds(1) ... .hours(1))
        visitor.number("outside_signal_rate", &outsideSignalRate, 0.1...1000)
        visitor.endpoints("signal_sources", &signalSources, 0...16)
    }
}

extension RiskSettings {
    mutating func visit<V: KeyVisitor>(with visitor: inout V) {
        visitor.span("approval_on_klines", &approvalOnKlines, .seconds(1) ... .hours(1))
        visitor.span("approval_on_ticks", &approvalOnTicks, .milliseconds(100) ... .minutes(10))
        visitor.span("pnl_period", &pnlPeriod, .minutes(1) ... .days(1))
    }
}

extension PaperSettings {
    mutating func visit<V: KeyVisitor>(with visitor: inout V) {
        visitor.integer("fee_tier", &feeTier, FeeSchedule.tiers)
        visitor.number("maker_fee", &makerFee, -0.01...0.1)
        visitor.number("taker_fee", &takerFee, -0.01...0.1)
        visitor.span("latency", &latency, TimeSpan(nanoseconds: 0) ... .minutes(1))
        visitor.number("funding_rate", &fundingRate, -0.1...0.1)
        visitor.integers("funding_hours", &fundingHours, 0...23)
        visitor.number("maintenance_margin", &maintenanceMargin, 0...1)
        visitor.choice("at_pair_end", &atPairEnd)
        visitor.choice("fill", &fill, unless: .shown)
    }
}
