import Market
import Messages
import RiskRules

extension L1OperationalStage {
    /// The account currency.
    static let currency: ShortLabel = "USDT"

    /// Whether a symbol is in the safe list.
    func knows(_ symbol: SymbolID) -> Bool { symbol.int < market.count }

    mutating func hear(_ kline: Kline) {
        guard knows(kline.symbol), kline.interval == .m1 else { return }
        market[kline.symbol.int].last = kline.close
        market[kline.symbol.int].quoteVolume = kline.quoteVolume
        correlation.update(kline)
    }

    mutating func hear(_ ticker: Ticker) {
        guard knows(ticker.symbol) else { return }
        market[ticker.symbol.int].last = ticker.last
        market[ticker.symbol.int].bid = ticker.bid
        market[ticker.symbol.int].ask = ticker.ask
    }

    mutating func hear(_ depth: Depth) {
        guard knows(depth.symbol) else { return }
        if depth.isSnapshot, depth.isFirst { books[depth.symbol.int].clear() }
        for index in 0..<depth.levels.count {
            books[depth.symbol.int].set(depth.levels[index], on: depth.side, updateID: depth.updateID)
        }
        guard depth.isLast, let bid = books[depth.symbol.int].bids.first,
            let ask = books[depth.symbol.int].asks.first
        else { return }
        market[depth.symbol.int].bid = bid.price
        market[depth.symbol.int].ask = ask.price
    }

    mutating func hear(_ health: FeedHealth) {
        guard knows(health.symbol) else { return }
        market[health.symbol.int].feed = health
        if health.state == .gap { books[health.symbol.int].clear() }
    }

    mutating func hear(_ update: StrategyUpdate) {
        guard knows(update.symbol) else { return }
        rules[update.symbol.int * StrategyTable.capacity + update.strategy.int] = ExecutionRules(update)
    }

    mutating func hear(_ row: Account) {
        if knows(row.symbol) {
            market[row.symbol.int].position = row.total
        } else if row.asset == Self.currency {
            state.free = Money(raw: row.free.raw)
        }
    }

    /// The position without dust.
    func tradable(_ symbol: SymbolID) -> Quantity {
        settings.instruments[symbol].lots(of: market[symbol.int].position)
    }

    // MARK: - What a decision is judged by

    /// The intent with what L1 knows of the market.
    func view(of work: Work) -> OrderView {
        let symbol = work.intent.symbol
        var view = OrderView(work.intent, confidence: work.confidence)
        view.minConfidence = work.rules.minConfidence
        view.maxSpreadBps = work.rules.maxSpreadBps
        view.maxSlippageBps = work.rules.maxSlippageBps
        view.spreadBps = market[symbol.int].spreadBps ?? settings[symbol].spreadBps
        view.slippageBps = expectedSlippage(of: work.intent, spreadBps: view.spreadBps)
        view.liquidity = liquidity(for: work.intent)
        return view
    }

    /// What the order would pay above its reference price, bps: by the book, else half the spread.
    private func expectedSlippage(of intent: OrderIntent, spreadBps: Double) -> Double {
        guard let swept = books[intent.symbol.int].sweep(intent.side, intent.quantity) else {
            return spreadBps / 2
        }
        return intent.referencePrice.bps(to: swept.average) * Double(intent.side.sign)
    }

    /// What the market offers, USDT: the book up to the pair's slippage, else a share of the last
    /// candle's volume; absent where neither is known.
    func liquidity(for intent: OrderIntent) -> Money {
        let book = books[intent.symbol.int]
        if !book.isEmpty {
            let reach = settings[intent.symbol].slippageBps * Double(intent.side.sign)
            let limit = intent.referencePrice.moved(bps: reach)
            let swept = book.sweep(intent.side, Quantity(raw: .max), limit: limit)
            return swept?.quantity.notional(at: intent.referencePrice) ?? .zero
        }
        let offered = market[intent.symbol.int].quoteVolume * settings.operational.liquidityShare
        return offered.isNaN ? .absent : Money(offered) ?? .absent
    }
}
