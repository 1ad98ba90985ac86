import Configuration
import Market
import Messages
import RiskMath
import Stages

/// L2, the tactic: turns closed minutes into candles, candles into strategies' opinions, opinions into
/// one vote, and a strong vote into a plan and a signal with size, stop and target.
///
/// One instance follows every symbol and decides for its own.
public struct L2TacticStage: Stage {
    public static let rank = ProcessRank.l2Tactic

    let settings: TacticSettings
    /// The other sections that L2 reads.
    let maxDailyDrawdown: Double
    let profileConfidence: Double
    let liquidityShare: Double
    /// Largest loss at the stop, fraction of equity, where L3 has no wish of its own.
    let maxRisk: Double
    let recordHalfLife: TimeSpan
    let rules: [SymbolRules]
    let names: SignalName
    /// The configured timeframes, longest first: where two close together, the longer decides.
    let timeframes: [Timeframe]

    let strategies: StrategyNames
    /// By strategy.
    let families: [StrategyFamily]
    let rows: StrategyRows

    /// By symbol, then by timeframe, longest first.
    var charts: [Chart]
    /// The first chart of each symbol, and the end of the last.
    private(set) var firstCharts: [Int]
    var experts: ExpertTable
    var closed: ClosedCandles
    /// What L4 and L3 say of each strategy of each pair, by row.
    var terms: [StrategyTerms]
    /// What is advised at the close that is being decided on.
    var ballots: [Ballot] = []
    var states: [SymbolState]
    var account: AccountState
    var correlation: PairCorrelation
    var tallies: [TacticCounters]

    /// - Parameters:
    ///   - run: the run's durable number, part of every signal's id.
    ///   - deciding: the symbols to decide for; all where it is left out.
    ///   - catalogue: the kinds of strategies that there are.
    public init(
        settings: Settings, run: UInt32, deciding: [SymbolID]? = nil,
        catalogue: StrategyCatalogue = .shipped
    ) {
        let symbols = settings.instruments.symbols
        let timeframes = settings.tactic.timeframes.sorted(by: >)
        self.settings = settings.tactic
        self.timeframes = timeframes
        maxDailyDrawdown = settings.limits.maxDailyDrawdown
        profileConfidence = settings.limits.minConfidence
        liquidityShare = settings.operational.liquidityShare
        maxRisk = settings.strategy.maxRisk
        recordHalfLife = settings.meta.halfLife
        rules = symbols.map { SymbolRules($0, settings, decides: deciding?.contains($0) ?? true) }
        names = SignalName(run: run, settings.instruments)
        strategies = settings.instruments.strategies
        families = settings.strategies.map(\.family)
        let rows = StrategyRows(settings)
        self.rows = rows
        (charts, firstCharts, experts) = ([], [0], ExpertTable(catalogue))
        closed = ClosedCandles(symbols: symbols.count)
        terms = symbols.flatMap { StrategyTerms.first(of: $0, settings) }
        states = symbols.map { _ in SymbolState() }
        account = AccountState(equity: settings.capital)
        correlation = PairCorrelation(of: settings.instruments)
        tallies = symbols.map { _ in TacticCounters() }
        for symbol in symbols {
            for timeframe in settings.timeframes(of: symbol) {
                let members = experts.add(symbol, timeframe, settings, rows)
                charts.append(
                    Chart(
                        timeframe, settings[symbol].parameters,
                        volatilityPeriod: settings.strategy.volatilityPeriod, experts: members))
            }
            firstCharts.append(charts.count)
        }
    }

    public mutating func handle(_ input: Envelope, into effects: inout Effects) {
        switch input.input {
        case .message: hear(input, &effects)
        case .link(let peer, let state): account.missing.note(peer, state)
        case .request, .answered, .unanswered, .woken, .joined, .endOfData: break
        }
    }

    private mutating func hear(_ input: Envelope, _ effects: inout Effects) {
        switch input.message {
        case .kline(let kline): if knows(kline.symbol) { follow(kline, input, &effects) }
        case .pnlUpdate(let update): take(update, input.time)
        case .riskAlert(let alert): take(alert, input.time)
        case .clock, .ticker: break
        default: if knows(input.message.symbol) { learn(input.message, input) }
        }
    }

    /// What is about one symbol and leads to no decision by itself.
    private mutating func learn(_ message: Message, _ input: Envelope) {
        switch message {
        case .strategyUpdate(let update): take(update, input.id)
        case .tacticTargets(let targets): take(targets, input.id)
        case .drift(let drift): take(drift)
        case .fill(let fill): take(fill, input.time)
        case .report(let report): take(report)
        case .feedHealth(let health): states[health.symbol.int].feed = health.state
        default: break
        }
    }

    func knows(_ symbol: SymbolID) -> Bool { symbol.int < states.count }

    /// What L2 did for a symbol since the start.
    public func counters(of symbol: SymbolID) -> TacticCounters { tallies[symbol.int] }

    /// The chart of a symbol on a timeframe; `nil` where it is not followed.
    public func chart(of symbol: SymbolID, _ timeframe: Timeframe) -> Chart? {
        place(of: symbol, timeframe).map { charts[$0] }
    }

    func place(of symbol: SymbolID, _ timeframe: Timeframe) -> Int? {
        guard knows(symbol) else { return nil }
        return (firstCharts[symbol.int]..<firstCharts[symbol.int + 1]).first {
            charts[$0].timeframe == timeframe
        }
    }
}
