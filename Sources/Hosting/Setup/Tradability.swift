import Configuration
import L2Tactic
import Market
import Messages
import RiskRules
import Stages

/// Whether settings let anything be traded: the smallest entry of each pair, at the first and the last price
/// of the data, is held against the rules by which the levels size and judge entries.
public struct Tradability: Sendable {
    /// The pairs of which no entry can ever go, each with the reason.
    public let closed: [String]
    /// Pairs of which none could at one of the two prices.
    public let narrow: [String]
    /// Pairs of which no signal of our own strategies can come, each with the reason.
    public let silent: [String]
    /// Pairs whose data lies where the exchange takes no price, or lacks the book that their fills need, each
    /// with the reason.
    public let outside: [String]
    /// Whether the closed ones are all pairs that the exchange trades; whether they are with the silent ones.
    public let isClosed: Bool
    public let isSilent: Bool

    public init(_ settings: Settings, _ survey: DataSurvey) {
        var (closed, narrow, silent, outside) = ([String](), [String](), [String](), [String]())
        var judged = 0
        for symbol in settings.instruments.symbols where settings.instruments[symbol].isTrading {
            guard !settings[symbol].exitsOnly else { continue }
            let pair = survey.pairs[symbol.int]
            guard pair.firstPrice.isPositive, pair.lastPrice.isPositive else { continue }
            judged += 1
            let name = settings.instruments.name(symbol)
            if settings.paper.fill == .book, !pair.hasBook {
                outside.append(
                    "\(name) can't be filled: its data holds no book, and by paper.fill (--fill book) orders "
                        + "queue in one; take data with depth, or --fill shown")
            }
            if let other = Self.range(of: pair, beyond: settings.instruments[symbol]) {
                outside.append("\(name) can't be traded: \(other)")
            }
            if let always = Self.stale(settings, pair) ?? Self.volumeless(pair) {
                closed.append("\(name) can't be traded: \(always)")
                continue
            }
            let early = Self.liquidation(symbol, settings, pair.meanRange)
            for found in [early, Self.dear(symbol, settings, pair)].compactMap(\.self) {
                narrow.append("\(name) can't always be traded: \(found)")
            }
            let first = Self.obstacle(symbol, settings, at: pair.firstPrice)
            let last = Self.obstacle(symbol, settings, at: pair.lastPrice)
            if let first, last != nil {
                closed.append("\(name) can't be traded: \(first)")
                continue
            } else if let found = first ?? last {
                narrow.append("\(name) can't always be traded: \(found)")
            }
            let room = SignalRoom(symbol, settings, pair)
            if let why = room.silence { silent.append("\(name) is never traded by our strategies: \(why)") }
            narrow += room.notes.map { "\(name) can't always be traded: \($0)" }
        }
        (self.closed, self.narrow, self.silent, self.outside) = (closed, narrow, silent, outside)
        isClosed = judged > 0 && closed.count == judged
        isSilent = judged > 0 && closed.count + silent.count == judged
    }

    /// Refuses settings under which a run could only end without a trade.
    public func check() throws(HostError) {
        guard outside.isEmpty else { throw .configuration(outside.joined(separator: "\n")) }
        guard isClosed else { return }
        let lines = closed.joined(separator: "\n")
        throw .configuration("\(lines)\nso nothing would be traded: raise the limit, or take other pairs")
    }

    /// Refuses besides what lets none of our strategies give a signal. A run may hear signals from outside,
    /// or be of a short time on purpose: it is only told.
    public func checkSignals() throws(HostError) {
        try check()
        guard isSilent else { return }
        let lines = (closed + silent).joined(separator: "\n")
        throw .configuration("\(lines)\nso nothing would be traded: take more data, or other settings")
    }

    /// All of it, a line each, for those who go on.
    public var lines: [String] { closed + silent + narrow }

    /// Why the smallest entry of a pair can't go at a price; `nil` where it can.
    private static func obstacle(_ symbol: SymbolID, _ settings: Settings, at price: Price) -> String? {
        let entry = FirstEntry(symbol, settings, at: price)
        let what = "at \(price) the smallest order is \(entry.quantity), worth \(entry.value) USDT"
        guard entry.isAllowed else {
            let allowed = Money(entry.allowed)?.text(decimals: 2) ?? "less"
            return "\(what), and \(key(of: entry.cap, symbol, settings)) allows \(allowed)"
        }
        if let reason = costly(entry, settings.tactic.maxCostShare) { return "\(what), and \(reason)" }
        let proposal = proposal(entry.quantity, of: symbol, settings, at: price)
        let rules = RuleCatalogue.all
        return RuleCatalogue.judge(proposal, by: rules).map { "\(what): \($0.reason.text)" }
    }

    /// Why a pair's data can't be what its filters are of; `nil` where it may be.
    private static func range(of pair: DataSurvey.Pair, beyond instrument: Instrument) -> String? {
        let (low, high) = (pair.lowestPrice, pair.highestPrice)
        guard high < instrument.minPrice || low > instrument.maxPrice else { return nil }
        let most = instrument.maxPrice == Price(raw: .max) ? "any" : "\(instrument.maxPrice)"
        return "its data has prices from \(low) to \(high), and by PRICE_FILTER the exchange takes "
            + "\(instrument.minPrice) to \(most): it is another pair's data, or the filters are too old"
    }

    /// Why no candle of a pair offers anything to trade; `nil` where one does.
    private static func volumeless(_ pair: DataSurvey.Pair) -> String? {
        guard pair.candlesBegin != .never, !pair.hasVolume else { return nil }
        return "no candle of its data has any volume, and an order takes a share of that: take data with it"
    }

    /// Why a trade costs more than any target may bring; `nil` where it doesn't. A short's can't lie further
    /// away than the price itself.
    private static func costly(_ entry: FirstEntry, _ share: Double) -> String? {
        guard entry.roundTripCost > 0, entry.roundTripCost >= share else { return nil }
        guard share > 0 else { return "tactic.max_cost_share allows no cost at all" }
        return "fees and spread take \(percent(entry.roundTripCost)) of it; tactic.max_cost_share lets cost "
            + "take \(percent(share)) of the way to a target, and none lies so far away"
    }

    /// Why a pair of candles is stale whenever it could be traded; `nil` where it isn't.
    private static func stale(_ settings: Settings, _ pair: DataSurvey.Pair) -> String? {
        let limit = settings.feed.klineStaleAfter
        guard !pair.meanRange.isNaN, limit <= Timeframe.m1.span else { return nil }
        return "its candles come once a minute, and by feed.kline_stale_after each is stale after "
            + "\(limit.seconds) s, before the next one comes: raise it above 60 s"
    }

    /// Why even a target three times as far as a usual one of its data lies too near for what a trade costs;
    /// `nil` where it doesn't.
    private static func dear(
        _ symbol: SymbolID, _ settings: Settings, _ pair: DataSurvey.Pair
    ) -> String? {
        let cost = FirstEntry(symbol, settings, at: pair.firstPrice).roundTripCost
        let target = settings.tactic.targetMultiple * usualRange(pair.meanRange, settings)
        let share = settings.tactic.maxCostShare
        guard cost > 3 * target * share, cost < share else { return nil }
        return "fees and spread take \(percent(cost)), a usual target of its data lies \(percent(target)) "
            + "away, and tactic.max_cost_share lets cost take \(percent(share)) of that way: lower the cost, "
            + "or raise tactic.target_multiple"
    }

    /// The mean range of the longest candles that are traded, fraction of the price: that of one minute times
    /// the root of their number, as a random walk's.
    private static func usualRange(_ minuteRange: Double, _ settings: Settings) -> Double {
        minuteRange * ((settings.tactic.timeframes.max() ?? .m1).span.seconds / 60).squareRoot()
    }

    /// What is wrong with a leverage at which a usual stop lies beyond the liquidation; `nil` where none.
    private static func liquidation(
        _ symbol: SymbolID, _ settings: Settings, _ minuteRange: Double
    ) -> String? {
        guard let margin = LiquidationTerms(symbol, settings).margin else { return nil }
        let stop = settings[symbol].atrMultiplier * usualRange(minuteRange, settings)
        let slippage = settings[symbol].slippageBps / 10_000
        let room = min(margin.room(of: .buy), margin.room(of: .sell)) - slippage
        guard stop >= room else { return nil }
        return "at leverage \(settings[symbol].leverage) a position is liquidated \(percent(room)) against "
            + "it, after a slippage of \(percent(slippage)), and a usual stop of its data lies "
            + "\(percent(stop)) away; an entry whose stop lies beyond is refused: lower the leverage, or "
            + "atr_multiplier"
    }

    private static func percent(_ share: Double) -> String {
        "\((share * 10_000).rounded() / 100) %"
    }

    /// A buy of full confidence, by an account that has done nothing yet, in the market that is assumed
    /// where there is no book.
    private static func proposal(
        _ quantity: Quantity, of symbol: SymbolID, _ settings: Settings, at price: Price
    ) -> Proposal {
        let tick = max(settings.instruments[symbol].tickSize, Price(raw: 1))
        var intent = OrderIntent()
        intent.symbol = symbol
        intent.quantity = quantity
        intent.referencePrice = price
        intent.stopLoss = price - tick
        intent.takeProfit = price + tick
        var order = OrderView(intent, confidence: 1)
        order.spreadBps = settings[symbol].spreadBps
        order.slippageBps = order.spreadBps / 2
        var portfolio = PortfolioView(symbols: settings.symbols.count)
        portfolio.equity = settings.capital
        portfolio.free = settings.capital
        portfolio.dayOpening = settings.capital
        portfolio.dayPeak = settings.capital
        return Proposal(order, in: portfolio, by: settings)
    }

    /// What a person would change to allow more.
    private static func key(of cap: SizeCap, _ symbol: SymbolID, _ settings: Settings) -> String {
        switch cap {
        case .volatilityTarget: "tactic.target_volatility"
        case .kelly: "tactic.kelly_share, of the odds by prior_win_rate and prior_payoff,"
        case .atrRisk: "strategy.max_risk"
        case .maxPosition: "max_position_size_usd"
        case .leverage, .none: "capital times leverage"
        case .assetRisk:
            settings[symbol].maxExposure < settings.limits.maxTotalExposure
                ? "MAX_PORTFOLIO_EXPOSURE_\(settings[symbol].asset) of the capital"
                : "max_total_exposure of the capital"
        case .liquidity: "operational.liquidity_share"
        }
    }
}
