import Market
import Messages
import Stages

/// What a run came to, per symbol and in all: made from the messages alone, so that one process and
/// seven give the same figures.
public struct RunSummary: Sendable {
    /// What one symbol came to.
    public struct Row: Sendable {
        /// Signals said.
        public var signals = 0
        /// Signals whose report was rejected or expired.
        public var refused = 0
        /// By reason, in the order of the reasons.
        public var refusals = [Int](repeating: 0, count: ReasonCode.allCases.count)
        public var orders = 0
        public var fills = 0
        public var entries = 0
        public var fees = Money.zero
        public var realised = Money.zero
        /// Funding paid, by the account: what it was charged beyond the fees of its fills.
        public var funding = Money.zero
        /// Charges of earlier runs (`--keep-state`), told by the first account row.
        var chargedBefore = Money.absent
        /// Profit of this run after fees and funding, with the open position at the last price. Of a position
        /// that was taken over counts what it did since the run's first price: so the profits of runs that
        /// follow each other add up to the account's.
        public var pnl: Money { realised + unrealised - takenOver - fees - funding }
        public var position = Quantity.zero
        public var entryPrice = Price.zero
        public var lastPrice = Price.zero
        /// Open profit of the position that was taken over, at the run's first price.
        var takenOver = Money.zero
        /// Closed minutes said.
        public var candles = 0
        /// Messages of market data: the multi-pair document's count per symbol.
        public var messages = 0
        /// Largest absolute value of the position seen at a fill.
        public var largestExposure = Money.zero

        /// What is open is worth its entry price until there is another.
        private var price: Price { lastPrice.isPositive ? lastPrice : entryPrice }
        var unrealised: Money { position.notional(at: Price(raw: price.raw - entryPrice.raw)) ?? .zero }
        /// Value of what is open at the last price; of all symbols in the total.
        public var exposure: Money { othersExposure + (position.magnitude.notional(at: price) ?? .zero) }
        var othersExposure = Money.zero

        mutating func mark(at price: Price) {
            if lastPrice.isZero {
                lastPrice = price
                takenOver = unrealised
            } else {
                lastPrice = price
            }
        }
    }

    /// One change of L4's weights.
    public struct WeightChange: Sendable {
        /// When, and whose weight.
        public let time: Timestamp
        public let symbol: SymbolID
        public let strategy: StrategyName
        /// The new weight, a fraction of the pair's whole, and why it moved.
        public let weight: Double
        public let reason: Reason
    }

    /// By symbol.
    public var rows: [Row]
    /// Every change of L4's weights, oldest first.
    public private(set) var weights: [WeightChange] = []
    /// By symbol: L3's newest word.
    public private(set) var regimes: [Regime]
    /// Alerts of the risk manager.
    public private(set) var alerts = 0
    /// Whether trading was halted at the end.
    public private(set) var halted = false
    /// Event times of the first and the last message.
    public private(set) var first = Timestamp.never
    public private(set) var last = Timestamp.zero

    public init(symbols: Int) {
        rows = [Row](repeating: Row(), count: symbols)
        regimes = [Regime](repeating: .unknown, count: symbols)
    }

    /// Takes the next message.
    public mutating func add(_ message: Message, at time: Timestamp) {
        if time > .zero { first = min(first, time) }
        last = max(last, time)
        let symbol = message.symbol.int
        guard symbol < rows.count else {
            if case .riskAlert(let alert) = message { addAlert(alert) }
            return
        }
        if LogObserver.marketData.contains(message.kind) { rows[symbol].messages += 1 }
        switch message {
        case .kline(let kline):
            rows[symbol].candles += 1
            rows[symbol].mark(at: kline.close)
        case .ticker(let ticker): rows[symbol].mark(at: ticker.last)
        case .signal: rows[symbol].signals += 1
        case .order: rows[symbol].orders += 1
        case .report(let report): addReport(report)
        case .fill(let fill): addFill(fill)
        case .account(let account): addAccount(account)
        case .strategyUpdate(let update):
            weights.append(
                WeightChange(
                    time: time, symbol: update.symbol, strategy: update.strategy, weight: update.weight,
                    reason: update.reason))
        case .tacticTargets(let targets): regimes[symbol] = targets.regime
        case .riskAlert(let alert): addAlert(alert)
        default: break
        }
    }

    private mutating func addAlert(_ alert: RiskAlert) {
        alerts += 1
        if alert.halted { halted = true }
        if alert.reason.code == .personAsked && !alert.halted { halted = false }
    }

    private mutating func addReport(_ report: ExecutionReport) {
        guard report.status == .rejected || report.status == .expired else { return }
        rows[report.symbol.int].refused += 1
        rows[report.symbol.int].refusals[Int(report.reason.code.rawValue)] += 1
    }

    private mutating func addFill(_ fill: Fill) {
        let symbol = fill.symbol.int
        rows[symbol].mark(at: fill.price)
        rows[symbol].fills += 1
        if fill.purpose == .entry { rows[symbol].entries += 1 }
        rows[symbol].fees += fill.fee
        rows[symbol].realised += fill.realisedPnL
        rows[symbol].position = fill.position
        rows[symbol].entryPrice = fill.entryPrice
        rows[symbol].largestExposure = max(rows[symbol].largestExposure, rows[symbol].exposure)
    }

    /// An account row comes after the fills that it tells of, and after funding, which nothing else tells.
    /// Before the run's first fill it tells what was taken over of the run before; later, fills know better.
    private mutating func addAccount(_ account: Account) {
        let symbol = account.symbol.int
        let before = rows[symbol].chargedBefore.present ?? account.fees - rows[symbol].fees
        rows[symbol].chargedBefore = before
        rows[symbol].funding = account.fees - before - rows[symbol].fees
        guard rows[symbol].fills == 0 else { return }
        rows[symbol].position = account.total
        rows[symbol].entryPrice = account.entryPrice.present ?? .zero
    }

    /// All symbols together.
    public var total: Row {
        rows.reduce(into: Row()) { sum, row in
            sum.signals += row.signals
            sum.refused += row.refused
            sum.orders += row.orders
            sum.fills += row.fills
            sum.entries += row.entries
            sum.fees += row.fees
            sum.funding += row.funding
            sum.realised += row.pnl + row.fees + row.funding
            sum.othersExposure += row.exposure
            sum.candles += row.candles
            sum.messages += row.messages
        }
    }
}

/// Keeps a summary of everything that is published in this process.
public final class SummaryObserver: FrameObserver {
    /// What it came to so far.
    public private(set) var summary: RunSummary

    public init(symbols: Int) { summary = RunSummary(symbols: symbols) }

    public func published(_ frame: Frame) { summary.add(frame.message, at: frame.time) }
}
