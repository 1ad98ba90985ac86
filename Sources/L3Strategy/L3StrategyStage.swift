import Configuration
import Glibc
import Market
import Messages
import RiskMath
import RiskRules
import Stages

/// L3, the strategy level: reads the whole market, names each symbol's regime, picks the
/// sub-strategies that fit it, ranks the universe and sets exposure and risk.
public struct L3StrategyStage: Stage {
    /// Its place among the parts.
    public static let rank = ProcessRank.l3Strategy

    let settings: StrategySettings
    let limits: Limits
    /// Below this weight L4 never goes.
    let smallestWeight: Double
    let universe: Universe
    /// By symbol: largest exposure and daily loss, fractions of equity.
    let maxExposures: [Double]
    let maxLosses: [Double]
    /// By symbol: not traded any more.
    let exitsOnly: [Bool]
    /// What a candle leaves of the liquidity before it.
    let liquidityDecay: Double

    var system: SystemState
    var symbols: [SymbolState]
    let rows: StrategyRows
    /// By strategy.
    let families: [StrategyFamily]
    /// What L4 thinks, by row.
    var opinions: [MetaOpinion]
    /// By symbol, apart: they are large.
    var gauges: [MarketGauge]
    var correlation: PairCorrelation

    /// With nothing learned yet.
    public init(settings: Settings) {
        self.settings = settings.strategy
        limits = settings.limits
        smallestWeight = settings.meta.minWeight
        universe = Universe(settings.instruments)
        maxExposures = settings.symbols.map { min($0.maxExposure, settings.limits.maxTotalExposure) }
        maxLosses = settings.symbols.map(\.maxDailyDrawdown)
        exitsOnly = settings.symbols.map(\.exitsOnly)
        liquidityDecay = exp2(-settings.strategy.timeframe.span.seconds / Universe.halfLife.seconds)
        system = SystemState(equity: settings.capital)
        symbols = settings.symbols.map { _ in SymbolState() }
        let rows = StrategyRows(settings)
        self.rows = rows
        families = settings.strategies.map(\.family)
        opinions = Array(repeating: MetaOpinion(), count: rows.count)
        gauges = settings.symbols.map { _ in MarketGauge(settings.strategy) }
        correlation = PairCorrelation(of: settings.instruments)
    }

    /// Takes an input and lists what follows from it.
    public mutating func handle(_ input: Envelope, into effects: inout Effects) {
        switch input.input {
        case .message: hear(input, &effects)
        case .joined: publishAll(.warmUp, input, &effects)
        case .request, .answered, .unanswered, .woken, .link, .endOfData: break
        }
    }

    private mutating func hear(_ input: Envelope, _ effects: inout Effects) {
        switch input.message {
        case .kline(let kline):
            if knows(kline.symbol) { follow(kline, input, &effects) }
        case .pnlUpdate(let update): take(update, input, &effects)
        case .riskAlert(let alert): take(alert, input, &effects)
        case .strategyUpdate(let update): take(update, input)
        case .drift(let drift): take(drift, input)
        case .fill(let fill): take(fill, input)
        default: break
        }
    }

    func knows(_ symbol: SymbolID) -> Bool { symbol.int < symbols.count }

    /// The regime of a symbol; unknown while its indicators warm up.
    public func regime(of symbol: SymbolID) -> Regime {
        symbols[symbol.int].isReady ? symbols[symbol.int].classifier.regime : .unknown
    }

    /// The share of the symbols that stand above their mean, 0 to 1; NaN before any has warmed up.
    public var breadth: Double {
        var (above, ready) = (0.0, 0.0)
        for index in symbols.indices where symbols[index].isReady {
            ready += 1
            if symbols[index].reading.isAboveMean { above += 1 }
        }
        return ready > 0 ? above / ready : .nan
    }

    /// The correlation of BTC and ETH over the last hour, −1 to 1; NaN while unknown.
    public var crossCorrelation: Double { correlation.value }

    /// Writes all that was learned.
    public func save(into writer: inout StateWriter) {
        writer.write(system)
        writer.write(correlation)
        writer.write(symbols)
        writer.write(opinions)
        writer.write(gauges)
    }

    /// Takes back what `save` wrote; on an error nothing changes.
    public mutating func restore(from reader: inout StateReader) throws(StateError) {
        var copy = self
        copy.system = try reader.read()
        copy.correlation = try reader.read()
        copy.symbols = try reader.readArray(count: symbols.count)
        copy.opinions = try reader.readArray(count: opinions.count)
        copy.gauges = try reader.readArray(count: gauges.count)
        self = copy
    }
}
