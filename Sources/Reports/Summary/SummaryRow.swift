import Market
import Messages
import RiskMath

extension RunSummary {
    /// What one symbol came to, or all together. What was paid is positive: fees, and funding unless it was
    /// received.
    public struct Row: Sendable {
        /// Closed candles of one minute.
        public var candles = 0
        /// How fresh its market data was when that was last told.
        public var feed = FeedHealth()
        /// Messages of market data: the multi-pair document's count per symbol.
        public var messages = 0
        /// Signals of L2, entries and exits.
        public var signals = 0
        /// Signals from outside that L1 reported on.
        public var outside = 0
        /// How they ended, by `ReportStatus`.
        var outcomes = [Int](repeating: 0, count: ReportStatus.allCases.count)
        /// Those that had not ended when the run did.
        public var unanswered = 0
        /// By reason, in the order of the reasons: why a signal was refused, expired or was cancelled.
        public var refusals = [Int](repeating: 0, count: ReasonCode.allCases.count)
        /// By reason: decisions that L2 took back before they were signals.
        public var declined = [Int](repeating: 0, count: ReasonCode.allCases.count)
        /// Intents of L1: one per signal that it took.
        public var orders = 0
        /// Executions, by `Purpose`.
        var fillsByPurpose = [Int](repeating: 0, count: Purpose.allCases.count)
        /// Fees of all fills, USDT.
        public var fees = Money.zero
        /// Profit closed before fees and funding, USDT.
        public var realised = Money.zero
        /// Funding paid, by the account: what it was charged beyond the fees of its fills.
        public var funding = Money.zero
        /// What is open, base asset, and its average price.
        public var position = Quantity.zero
        public var entryPrice = Price.zero
        /// What the position cost, USDT, signed like it, exact to 1e-8.
        package var cost = Money.zero
        /// The price that the position is valued at, and since when it is known.
        public var lastPrice = Price.zero
        public var lastTime = Timestamp.zero
        /// Open profit of what an earlier run left, at this run's first price.
        public var takenOver = Money.zero
        /// Trades that are closed, those of them that brought something after costs, and those that took.
        public var trades = 0
        public var wins = 0
        public var losses = 0
        /// By `RoundTrip.Ending`.
        package var endings = [Int](repeating: 0, count: RoundTrip.Ending.allCases.count)
        /// Net profit per closed trade, USDT.
        public var perTrade = MeanInterval()
        /// Of all other symbols, in the total.
        var othersUnrealised = Money.zero
        var othersExposure = Money.zero

        /// All executions.
        public var fills: Int { fillsByPurpose.reduce(0, +) }
        /// Executions of entries.
        public var entries: Int { self[.entry] }
        /// Signals that were refused, by whomever.
        public var refused: Int { self[.rejected] }
        /// Profit that is open at the last price, USDT; zero while there is no price.
        public var unrealised: Money {
            guard !lastPrice.isZero else { return othersUnrealised }
            return othersUnrealised + (position.notional(at: lastPrice) ?? cost) - cost
        }
        /// Profit of this run after fees and funding, with the open position at the last price. Of a position
        /// that was taken over counts what it did since the run's first price: so the profits of runs that
        /// follow each other add up to the account's.
        public var pnl: Money { realised + unrealised - takenOver - fees - funding }
        /// Value of what is open at the last price, at its entry's until there is one; of all symbols in the
        /// total.
        public var exposure: Money {
            let price = lastPrice.isPositive ? lastPrice : entryPrice
            return othersExposure + (position.magnitude.notional(at: price) ?? .zero)
        }

        /// Takes a price. By the first one is told what a position that was taken over had made before this
        /// run.
        package mutating func mark(at price: Price, _ time: Timestamp) {
            let isFirst = lastPrice.isZero
            (lastPrice, lastTime) = (price, time)
            if isFirst { takenOver = unrealised }
        }

        /// How many signals ended in a way, fills were for a purpose, and trades were closed by something.
        public subscript(status: ReportStatus) -> Int { outcomes[Int(status.rawValue)] }
        public subscript(purpose: Purpose) -> Int { fillsByPurpose[Int(purpose.rawValue)] }
        public subscript(ending: RoundTrip.Ending) -> Int { endings[Int(ending.rawValue)] }
    }

    /// All symbols together.
    public var total: Row {
        rows.reduce(into: Row()) { sum, row in
            sum.candles += row.candles
            sum.messages += row.messages
            sum.signals += row.signals
            sum.outside += row.outside
            sum.unanswered += row.unanswered
            sum.orders += row.orders
            Self.add(row.outcomes, to: &sum.outcomes)
            Self.add(row.refusals, to: &sum.refusals)
            Self.add(row.declined, to: &sum.declined)
            Self.add(row.fillsByPurpose, to: &sum.fillsByPurpose)
            Self.add(row.endings, to: &sum.endings)
            sum.fees += row.fees
            sum.funding += row.funding
            sum.realised += row.realised
            sum.takenOver += row.takenOver
            sum.othersUnrealised += row.unrealised
            sum.othersExposure += row.exposure
            sum.lastTime = max(sum.lastTime, row.lastTime)
            sum.trades += row.trades
            sum.wins += row.wins
            sum.losses += row.losses
            sum.perTrade.add(row.perTrade)
        }
    }

    private static func add(_ counts: [Int], to sum: inout [Int]) {
        for index in counts.indices { sum[index] += counts[index] }
    }
}
