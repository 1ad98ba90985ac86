import Engine
import Market
import Messages
import Stages
import Telemetry

/// What a run came to, per symbol and in all: made from the messages alone, so that one process and
/// seven give the same figures.
///
/// Its sums add up, exact to 1e-8: each signal has one end or none yet; each fill one purpose; profit is
/// that of the closed trades and of the open ones; and equity is the start's, with all profit closed and
/// open, less fees and funding.
public struct RunSummary: Sendable {
    /// One change of L4's weights.
    public struct WeightChange: Sendable {
        /// When, and whose weight.
        public let time: Timestamp
        public let symbol: SymbolID
        public let strategy: StrategyID
        /// The new weight, a fraction of the pair's whole, and why it moved.
        public let weight: Double
        public let reason: Reason
    }

    /// The pairs of the run: a row each.
    package let instruments: InstrumentTable
    /// By symbol.
    public private(set) var rows: [Row]
    /// The trades behind the rows.
    public private(set) var book: RoundTripBook
    /// Capital and all that was ever closed, when the run began, USDT.
    private var cash = Money.absent
    /// Equity, each time that it was told.
    public private(set) var curve = EquityCurve()
    /// The day's fall that was told last, a fraction of the day's highest equity.
    public private(set) var dayDrawdown = 0.0
    /// By symbol and length, when the newest candle closed: a feed handler that was started anew tells some
    /// twice.
    private var newestClose: [Timestamp]
    /// Signals that have no end yet.
    private var open: Set<Label> = []
    /// Every change of L4's weights, oldest first.
    public private(set) var weights: [WeightChange] = []
    /// Where the orders went.
    public var mode = TradingMode.paper
    /// Alerts of the risk manager.
    public private(set) var alerts = 0
    /// Who had halted trading at the end, and why; `nil` where nobody had.
    public private(set) var halt: HaltWord?
    /// Whether trading was halted at the end.
    public var halted: Bool { halt != nil }
    /// Event times of the first and the last message.
    public private(set) var first = Timestamp.never
    public private(set) var last = Timestamp.zero

    public init(_ instruments: InstrumentTable) {
        self.instruments = instruments
        rows = [Row](repeating: Row(), count: instruments.count)
        newestClose = [Timestamp](repeating: .zero, count: instruments.count * Timeframe.allCases.count)
        book = RoundTripBook(instruments)
    }

    /// What the run began with, USDT: the cash, and what it took over at its first price; `nil` before the
    /// account was told.
    public var startEquity: Money? { cash.present.map { $0 + total.takenOver } }
    /// Equity now, USDT: the start's with all profit closed and open, less fees and funding.
    public var equity: Money? { startEquity.map { $0 + total.pnl } }

    /// What each level says of itself as it joins, in a free run at the moment of the history before the run.
    private static let toldAtStart: KindSet = [
        .account, .strategyUpdate, .tacticTargets, .orderState, .drift,
    ]

    /// Takes the next message.
    public mutating func add(_ message: Message, at time: Timestamp) {
        if time > .zero, !Self.toldAtStart.contains(message.kind) { first = min(first, time) }
        last = max(last, time)
        let closed = book.closed.count
        book.add(message, at: time)
        for trip in book.closed[closed...] { add(trip) }
        guard instruments.contains(message.symbol) else { return addWhole(message, at: time) }
        if LogObserver.marketData.contains(message.kind) { rows[message.symbol.int].messages += 1 }
        switch message {
        case .kline(let kline):
            let place = kline.symbol.int * Timeframe.allCases.count + Int(kline.interval.rawValue)
            guard kline.closeTime > newestClose[place] else { return }
            newestClose[place] = kline.closeTime
            rows[kline.symbol.int].candles += 1
            rows[kline.symbol.int].mark(at: kline.close, time)
        case .ticker(let ticker): rows[ticker.symbol.int].mark(at: ticker.last, time)
        case .skipped(let skipped):
            rows[skipped.symbol.int].declined[Int(skipped.reason.code.rawValue)] += 1
        case .signal(let signal):
            rows[signal.symbol.int].signals += 1
            rows[signal.symbol.int].unanswered += 1
            open.insert(signal.signalID)
        case .order(let order): addOrder(order)
        case .report(let report): addReport(report)
        case .fill(let fill): addFill(fill, at: time)
        case .account(let account): addAccount(account)
        case .strategyUpdate(let update):
            weights.append(
                WeightChange(
                    time: time, symbol: update.symbol, strategy: update.strategy, weight: update.weight,
                    reason: update.reason))
        case .feedHealth(let health): rows[health.symbol.int].feed = health
        case .riskAlert: alerts += 1
        default: break
        }
    }

    /// What is about no symbol: the account, or everything.
    private mutating func addWhole(_ message: Message, at time: Timestamp) {
        HaltWord.take(message, into: &halt)
        switch message {
        case .riskAlert: alerts += 1
        case .pnlUpdate(let update):
            dayDrawdown = update.drawdown
            curve.add(update.equity, at: time)
        case .account(let wallet) where cash == .absent && wallet.equity != .absent:
            // On spot the balance is what was not spent; what is held stands in the rows before it.
            let isSpot = instruments.instruments.first?.market == .spot
            let held = isSpot ? rows.reduce(Money.zero) { $0 + $1.cost } : .zero
            cash = Money(raw: wallet.total.raw) + held
        default: break
        }
    }

    /// The first word on a signal from outside is its order, or its report.
    private mutating func addOrder(_ order: OrderIntent) {
        rows[order.symbol.int].orders += 1
        guard open.insert(order.clientOrderID.signal).inserted else { return }
        rows[order.symbol.int].outside += 1
        rows[order.symbol.int].unanswered += 1
    }

    private mutating func addReport(_ report: ExecutionReport) {
        let symbol = report.symbol.int
        if open.remove(report.signalID) == nil {
            rows[symbol].outside += 1
        } else {
            rows[symbol].unanswered -= 1
        }
        rows[symbol].outcomes[Int(report.status.rawValue)] += 1
        guard !report.executedQuantity.isPositive else { return }
        rows[symbol].refusals[Int(report.reason.code.rawValue)] += 1
    }

    private mutating func addFill(_ fill: Fill, at time: Timestamp) {
        let symbol = fill.symbol.int
        let value = (fill.received.notional(at: fill.price) ?? .zero).raw * fill.side.sign
        rows[symbol].fillsByPurpose[Int(fill.purpose.rawValue)] += 1
        rows[symbol].fees += fill.fee
        rows[symbol].realised += fill.realisedPnL
        rows[symbol].cost += Money(raw: value) + fill.realisedPnL
        rows[symbol].position = fill.position
        rows[symbol].entryPrice = fill.entryPrice
        if rows[symbol].lastPrice.isZero { rows[symbol].mark(at: fill.price, time) }
    }

    private mutating func addAccount(_ account: Account) {
        let symbol = account.symbol.int
        rows[symbol].funding = book.funding(account.symbol)
        guard rows[symbol].fills == 0, rows[symbol].cost.isZero else { return }
        // What an earlier run left open.
        rows[symbol].position = account.total
        rows[symbol].entryPrice = account.entryPrice.present ?? .zero
        rows[symbol].cost = account.total.notional(at: rows[symbol].entryPrice) ?? .zero
    }

    private mutating func add(_ trip: RoundTrip) {
        let symbol = trip.symbol.int
        rows[symbol].trades += 1
        if trip.net > .zero { rows[symbol].wins += 1 }
        if trip.net < .zero { rows[symbol].losses += 1 }
        if let ending = trip.ending { rows[symbol].endings[Int(ending.rawValue)] += 1 }
        rows[symbol].perTrade.add(trip.net.double)
    }
}

/// Keeps a summary of everything that is published in this process.
public final class SummaryObserver: FrameObserver {
    /// What it came to so far.
    public private(set) var summary: RunSummary

    public init(_ instruments: InstrumentTable) { summary = RunSummary(instruments) }

    public func published(_ frame: Frame) { summary.add(frame.message, at: frame.time) }
}
