import Configuration
import Market
import Messages
import RiskMath
import RiskRules
import Stages

/// L1: takes one decision (a Signal) at a time, holds it against the hard rules, has entries approved,
/// splits them, hands them to the executor and reports how each ended.
///
/// It decides no strategy: it never raises, turns round or reprices a signal. One attempt per signal,
/// one report per signal.
public struct L1OperationalStage: Stage {
    public static let rank = ProcessRank.l1Operational

    /// Purposes of timers; the number is a serial of a child, a work, or a waiting signal's place.
    enum Timer {
        static let retry: UInt16 = 1
        static let expiry: UInt16 = 2
        static let plan: UInt16 = 3
    }

    let settings: Settings
    /// By symbol.
    var market: [SymbolMarket]
    var books: [OrderBook]
    /// By symbol, then strategy.
    var rules: [ExecutionRules]
    var counts: [L1Counters]
    var plans: [ExecutionPlan] = []
    var waiting: [WaitingSignal] = []
    var works: [Work] = []
    var children: [Child] = []
    var memory = SignalMemory()
    var correlation: PairCorrelation
    var state = L1State()
    /// Signed exposures by symbol as fractions of equity: room for each report to work in, no state.
    var weights: [Double]

    public init(settings: Settings) {
        self.settings = settings
        let count = settings.instruments.count
        market = Array(repeating: SymbolMarket(), count: count)
        books = Array(repeating: OrderBook(), count: count)
        rules = Array(repeating: ExecutionRules(), count: count * StrategyTable.capacity)
        counts = Array(repeating: L1Counters(), count: count)
        correlation = PairCorrelation(of: settings.instruments)
        weights = Array(repeating: 0, count: count)
        state.equity = settings.capital
    }

    public mutating func handle(_ input: Envelope, into effects: inout Effects) {
        switch input.input {
        case .message: hear(input, &effects)
        case .request(let id, .signal(let signal)): takeOutside(signal, id, input, &effects)
        case .request: break
        case .answered(let id, let message): answered(id, message, input, &effects)
        case .unanswered(let id, let why): unanswered(id, why, input, &effects)
        case .woken(let timer): woken(timer, input, &effects)
        case .link(let rank, let link): hear(rank, link, input, &effects)
        case .joined, .endOfData: break
        }
    }

    private mutating func hear(_ input: Envelope, _ effects: inout Effects) {
        switch input.message {
        case .kline(let kline): hear(kline)
        case .ticker(let ticker): hear(ticker)
        case .depth(let depth): hear(depth)
        case .feedHealth(let health): hear(health)
        case .strategyUpdate(let update): hear(update)
        case .executionPlan(let plan): take(plan, input, &effects)
        case .signal(let signal): take(signal, input, &effects)
        case .fill(let fill): hear(fill, at: input.time)
        case .orderState(let order): hear(order, input, &effects)
        case .account(let row): hear(row)
        case .pnlUpdate(let update): if update.symbol == .none { state.equity = update.equity }
        // An alert about one symbol says nothing of the system's halt.
        case .riskAlert(let alert): if alert.symbol == .none { state.isHalted = alert.halted }
        default: break
        }
    }

    private mutating func answered(
        _ id: RequestID, _ message: Message, _ input: Envelope, _ effects: inout Effects
    ) {
        switch message {
        case .riskVerdict(let verdict): hear(verdict, id, input, &effects)
        case .submitAnswer(let answer): hear(answer, id, input, &effects)
        case .orderState(let order): hear(order, input, &effects)
        case .acknowledge(let answer): hear(answer, id, input, &effects)
        default: break
        }
    }
}
