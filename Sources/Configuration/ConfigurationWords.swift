/// What each setting does, in words, and its unit: the part of docs/configuration.md that the lists of keys
/// don't hold. A test says which key lacks one.
enum ConfigurationWords {
    /// One key.
    struct Words: Sendable {
        /// As `KeyCollector` spells it.
        let path: String
        let unit: String
        let effect: String
    }

    /// In the order of the files.
    static let all: [Words] = table.split(separator: "\n").map { line in
        let parts = line.split(separator: "|", omittingEmptySubsequences: false).map { part in
            String(part.drop { $0 == " " })
        }
        return Words(path: parts[0], unit: parts[1], effect: parts[2])
    }

    /// key | unit | what it does; a line that ends with a backslash goes on in the next.
    private static let table = """
        profile||the trading profile (P12): its name appears in logs and screens
        market||the exchange's market: `spot` or `um`, USD-margined futures
        capital|USDT|the paper account's balance at the start of a new state
        max_total_exposure|fraction of equity|what all positions and working entries together may be worth
        max_correlated_positions|positions|pairs that fall together (`correlation_matrix`) and may be \
        held at once
        max_correlation|correlation|BTC-ETH correlation at which both may be held the same way at full \
        size; above it the size shrinks
        min_confidence|0 to 1|the smallest confidence of an entry
        correlation_matrix.<PAIR>||the pairs that this one falls with
        RISK_LIMITS.MAX_ORDER_SIZE_USDT|USDT|the largest value of one order; more is split
        RISK_LIMITS.MIN_ORDER_SIZE_USDT|USDT|the smallest value of one order
        RISK_LIMITS.MAX_ORDER_SIZE_<ASSET>|base asset|the largest quantity of one order
        RISK_LIMITS.<ASSET>_MIN_SIZE|base asset|the smallest quantity of one order
        PORTFOLIO_LIMITS.MAX_CRYPTO_EXPOSURE|fraction of equity|what everything but the account currency \
        may be worth
        PORTFOLIO_LIMITS.MAX_DAILY_DRAWDOWN|fraction of the day's opening equity|the day's loss that \
        halts trading
        PORTFOLIO_LIMITS.MIN_USDT_BALANCE|USDT|what must be left of the balance after an entry
        PORTFOLIO_LIMITS.MAX_PORTFOLIO_EXPOSURE_<ASSET>|fraction of equity|what the pair's position and \
        working entries may be worth
        PORTFOLIO_LIMITS.MAX_DAILY_DRAWDOWN_<ASSET>|fraction of equity|the pair's loss of a day after \
        which it takes no entries
        PORTFOLIO_LIMITS.MIN_USDT_BALANCE_<ASSET>|USDT|the smallest balance with which the pair is traded
        AI_THRESHOLDS.LOGREG.<ASSET>|score|read and kept for the models to come; no model is asked yet
        AI_THRESHOLDS.RF.<ASSET>|score|read and kept for the models to come; no model is asked yet
        AI_THRESHOLDS.LGBM.<ASSET>|score|read and kept for the models to come; no model is asked yet
        feed.kline_stale_after|event time|silence after which a pair on candles is stale: its entries are \
        cancelled and refused
        feed.tick_stale_after|event time|the same on ticks
        meta.period|event time|how often L4 scores the strategies
        meta.half_life|event time|the age at which a trade's result counts half
        meta.primary_weight|share|the weight at which a pair's own strategy starts; the others share the \
        rest
        meta.min_weight|share|the smallest weight of a strategy
        meta.max_weight|share|the largest weight of a strategy
        meta.max_step|share|how far a weight may move in one period
        meta.min_trades|trades, decayed|results from which a strategy's score moves its weight
        strategy.period|event time|how often L3 makes targets anew
        strategy.timeframe||the candles on which L3 judges the regime
        strategy.adx_period|candles|the length of the ADX
        strategy.trend_enter|ADX|above it a market counts as trending
        strategy.trend_leave|ADX|below it a trending market stops to
        strategy.volatility_period|candles|the length of realised volatility
        strategy.volatility_history|candles|its own past against which it is ranked
        strategy.high_enter|rank|above it volatility counts as high
        strategy.high_leave|rank|below it high volatility stops to
        strategy.max_risk|fraction of equity|the largest loss at the stop of one position
        tactic.timeframes||the candles on which strategies are asked
        tactic.target_multiple|ATR|how far the target lies; the stop's multiple is the tier's \
        `atr_multiplier`
        tactic.target_volatility|annual, fraction|the volatility that a position is sized for
        tactic.kelly_share|share|how much of the Kelly fraction is used
        tactic.prior_win_rate|fraction|the win rate assumed before there are results
        tactic.prior_payoff|won per lost|the payoff assumed before there are results
        tactic.min_vote|0 to 1|the combined vote from which there is a signal
        tactic.max_cost_share|share|how much of the way to the target fees and spread may take
        tactic.expiry_candles|candles|how many of its candles after its close a signal lives
        operational.liquidity_share|share|how much of the last candle's volume counts as liquidity where \
        there is no book
        operational.answer_within|wall time|how long the risk manager and the executor have to answer
        operational.attempts|sends|how often one order is sent under the same id
        operational.first_backoff|wall time|the pause before the second send; it doubles
        operational.outside_signal_life|event time|how long a lone signal from outside lives
        operational.outside_signal_rate|a second of wall time|how many signals from outside are let in; five \
        seconds' worth at once
        operational.signal_sources|endpoints|PUB sockets of this machine whose `signals/` L1 takes as \
        it takes those asked of it; in free runs alone
        risk.approval_on_klines|event time|how long an approval is good on candles
        risk.approval_on_ticks|event time|how long an approval is good on ticks
        risk.pnl_period|event time|the pause between two `pnl_update`
        paper.fee_tier|VIP tier|the account's tier, from which the fees of the run's market follow
        paper.maker_fee|fraction of the value|the fee of an order that rested; the tier's where left out
        paper.taker_fee|fraction of the value|the fee of an order that took; the tier's where left out
        paper.latency|event time|how long an order travels before it is matched on ticks
        paper.funding_rate|fraction a period|the funding rate where the exchange tells none
        paper.funding_hours|hour, UTC|when funding is due where the exchange tells no moment
        paper.maintenance_margin|fraction of the value|the margin below which a position is liquidated
        paper.at_pair_end||what becomes of a position when its pair's data ends and that of others goes on
        paper.fill||`shown`: orders get what the market shows; `book`: they queue in its book by price and \
        time, which needs recorded or live books (`--fill` says it for one run)
        enabled||whether the pair is traded
        tier||how much the pair moves: sets the three figures below where they are left out
        strategy||the pair's own strategy: it starts with the largest weight
        leverage|times|the leverage of its futures
        max_position_size_usd|USDT|the largest position
        slippage_bps|bps|the largest slippage of an entry
        spread_bps|bps|the spread assumed where there is no book
        atr_multiplier|ATR|how far the stop lies
        params.rsi_period|candles|the length of the RSI
        params.rsi_oversold|RSI|below it the pair counts as oversold
        params.rsi_overbought|RSI|above it the pair counts as overbought
        params.bb_period|candles|the length of the Bollinger bands
        params.bb_std|standard deviations|the width of the Bollinger bands
        params.ma_fast|candles|the length of the fast average
        params.ma_slow|candles|the length of the slow average
        params.lookback|candles|the length of the breakout channel
        params.atr_period|candles|the length of the ATR
        strategies[].strategy||another strategy that reads the pair; its `params` stand below
        strategies[].timeframe||the candles that it reads
        """
}
