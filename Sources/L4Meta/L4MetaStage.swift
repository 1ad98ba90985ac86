import Configuration
import Market
import Messages
import Stages

/// L4, the meta level: scores every strategy on every symbol by its closed trades, moves capital from
/// those that fade to the others, and sets the thresholds that the levels below obey.
public struct L4MetaStage: LearningStage {
    /// Its place among the parts.
    public static let rank = ProcessRank.l4Meta
    static let regimes = 5

    let settings: MetaSettings
    let limits: Limits
    let rule: WeightRule
    /// By symbol: the stop's distance in ATRs, and the hard limit of slippage, bps.
    let stopMultiples: [Double]
    let slippageLimits: [Double]

    let instruments: InstrumentTable
    var system = SystemState()
    var symbols: [SymbolState]
    let rows: StrategyRows
    /// The weights to which it returns where nothing is known, by row.
    let priors: [Double]
    /// By row, as what follows; `published` is what was last said.
    var weights: [Double]
    var published: [Double]
    var scores: [TradeScore]
    var detectors: [PageHinkley]
    /// By row, then regime.
    var regimeScores: [TradeScore]

    /// With nothing learned yet.
    public init(settings: Settings) {
        self.settings = settings.meta
        limits = settings.limits
        instruments = settings.instruments
        let rule = WeightRule(settings.meta)
        self.rule = rule
        stopMultiples = settings.symbols.map(\.atrMultiplier)
        slippageLimits = settings.symbols.map(\.slippageBps)
        symbols = settings.symbols.map { _ in SymbolState() }
        let rows = StrategyRows(settings)
        self.rows = rows
        priors = settings.instruments.symbols.flatMap {
            rule.bounded(settings.startWeights(of: $0, primary: settings.meta.primaryWeight))
        }
        weights = priors
        published = priors
        scores = Array(repeating: TradeScore(), count: rows.count)
        detectors = Array(repeating: PageHinkley(), count: rows.count)
        regimeScores = Array(repeating: TradeScore(), count: rows.count * Self.regimes)
    }

    /// Takes an input and lists what follows from it.
    public mutating func handle(_ input: Envelope, into effects: inout Effects) {
        switch input.input {
        case .message: hear(input, &effects)
        case .joined: publishAll(input, &effects)
        case .request, .answered, .unanswered, .woken, .link, .endOfData: break
        }
    }

    private mutating func hear(_ input: Envelope, _ effects: inout Effects) {
        switch input.message {
        case .kline, .clock: advance(input, &effects)
        case .pnlUpdate(let update): take(update, input)
        case .riskAlert(let alert): take(alert, input, &effects)
        default:
            if knows(input.message.symbol) { learn(input.message, input, &effects) }
        }
    }

    /// What is about one symbol.
    private mutating func learn(_ message: Message, _ input: Envelope, _ effects: inout Effects) {
        switch message {
        case .executionPlan(let plan): symbols[plan.symbol.int].plans.add(plan)
        case .tacticTargets(let targets): symbols[targets.symbol.int].regime = targets.regime
        case .report(let report): take(report, input)
        case .fill(let fill): take(fill, input, &effects)
        default: break
        }
    }

    func knows(_ symbol: SymbolID) -> Bool { symbol.int < symbols.count }

    /// The shares of a symbol's risk, in the order of its strategies.
    public func weights(of symbol: SymbolID) -> [Double] { Array(weights[rows.rows(of: symbol)]) }

    /// A strategy's share of a symbol's risk; those of a symbol sum to 1. 0 where it doesn't read it.
    public func weight(of symbol: SymbolID, _ strategy: StrategyID) -> Double {
        rows.row(of: symbol, strategy).map { weights[$0] } ?? 0
    }

    /// How a strategy's trades on a symbol went, faded to the last scoring or trade.
    public func score(of symbol: SymbolID, _ strategy: StrategyID) -> TradeScore {
        rows.row(of: symbol, strategy).map { scores[$0] } ?? TradeScore()
    }

    /// The same for the trades that were opened in one regime.
    public func score(of symbol: SymbolID, _ strategy: StrategyID, in regime: Regime) -> TradeScore {
        rows.row(of: symbol, strategy).map { regimeScores[$0 * Self.regimes + Int(regime.rawValue)] }
            ?? TradeScore()
    }

    /// How all trades of the system went.
    public var systemScore: TradeScore { system.score }
}
