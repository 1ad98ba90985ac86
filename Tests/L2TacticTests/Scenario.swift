import Configuration
import Market
import Messages
import Stages
import Testing

@testable import L2Tactic

/// L2 with a hand on its inputs: five-minute candles by their figures, messages by name.
///
/// The default is a market in which only breakouts count: 3 candles of lookback and warm-up, weight 1
/// for the breakout, no volatility target to speak of, and targets from L3 that leave room.
struct Scenario {
    static let bitcoin = SymbolID(0)
    static let solana = SymbolID(2)

    private var fills: UInt64 = 0
    var stage: L2TacticStage
    let symbol: SymbolID
    /// The close of the newest minute.
    var time = Timestamp(milliseconds: 1_746_403_200_000)
    var quoteVolume = 1e7
    var volume = 1.0
    var isWarmUp = false

    static var settings: Settings {
        var settings = Settings.standard
        settings.tactic.timeframes = [.m5]
        settings.meta.primaryWeight = 1
        settings.tactic.targetVolatility = 1000
        settings.strategy.volatilityPeriod = 3
        for index in settings.symbols.indices {
            var parameters = StrategyParameters()
            parameters.lookback = 3
            (parameters.rsiPeriod, parameters.atrPeriod, parameters.bbPeriod) = (3, 3, 3)
            (parameters.maFast, parameters.maSlow) = (2, 3)
            settings.symbols[index].parameters = parameters
        }
        return settings
    }

    init(
        _ settings: Settings = Scenario.settings, symbol: SymbolID = Scenario.solana,
        deciding: [SymbolID]? = nil
    ) {
        stage = L2TacticStage(settings: settings, run: 7, deciding: deciding)
        self.symbol = symbol
    }

    /// Warmed up, with targets, and quiet.
    static func ready(_ settings: Settings = Scenario.settings) -> Scenario {
        var scenario = Scenario(settings)
        scenario.hear(.tacticTargets(scenario.targets()))
        scenario.quiet(8)
        return scenario
    }

    func targets(_ change: (inout TacticTargets) -> Void = { _ in }) -> TacticTargets {
        var targets = TacticTargets()
        targets.symbol = symbol
        targets.regime = .trendHighVolatility
        targets.multipliers = FamilyTable(repeating: 1)
        (targets.netExposure, targets.maxRisk) = (0.10, 0.005)
        change(&targets)
        return targets
    }

    @discardableResult mutating func hear(_ message: Message, id: UInt64 = 0) -> [Message] {
        handle(.message(message), id: id).published
    }

    mutating func handle(_ input: Input, id: UInt64 = 0) -> Effects {
        stage.effects(of: Envelope(input, at: time, id: EventID(raw: id), isWarmUp: isWarmUp))
    }

    @discardableResult mutating func minute(_ figures: Figures, id: UInt64 = 0) -> Effects {
        let open = time
        time = time + .minutes(1)
        let candle = Candle(figures, from: open, to: time, volume: volume, quoteVolume: quoteVolume)
        return handle(.message(.kline(Kline(symbol, .m1, candle))), id: id)
    }

    /// A five-minute candle: all of its movement in the first minute. Answers the last minute's effects.
    @discardableResult mutating func candle(_ figures: Figures, id: UInt64 = 0) -> Effects {
        minute(figures)
        let still = Figures(figures.close, figures.close, figures.close)
        for _ in 0..<3 { minute(still) }
        return minute(still, id: id)
    }

    /// Candles inside 99 to 101 that no strategy minds.
    mutating func quiet(_ count: Int) {
        for index in 0..<count { candle(Figures(101, 99, index.isMultiple(of: 2) ? 100.2 : 99.8)) }
    }

    /// A close above all that was: a breakout's buy.
    @discardableResult mutating func rise() -> Effects { candle(Figures(104, 99.5, 103.5)) }
    /// A close below all that was: a breakout's sell.
    @discardableResult mutating func fall() -> Effects { candle(Figures(100.5, 94, 95)) }

    /// What the executor says of an execution.
    mutating func fill(
        _ signal: Signal, _ purpose: Purpose, side: Side, price: Double, quantity: Quantity,
        position: Quantity,
        profit: Money = .zero
    ) {
        var fill = Fill()
        fills += 1
        fill.fillID = fills
        fill.clientOrderID = ClientOrderID(signal: signal.signalID, leg: 1)
        (fill.symbol, fill.side, fill.purpose) = (signal.symbol, side, purpose)
        (fill.quantity, fill.price, fill.position) = (quantity, Price(price) ?? .zero, position)
        fill.realisedPnL = profit
        hear(.fill(fill))
        // Told again, as after the executor's start: it counts once.
        hear(.fill(fill))
    }

    mutating func report(_ signal: Signal, _ status: ReportStatus) {
        var report = ExecutionReport()
        (report.signalID, report.symbol, report.status) = (signal.signalID, signal.symbol, status)
        hear(.report(report))
    }

    /// Rises, and has the whole entry filled at its close; answers the signal.
    mutating func open() throws -> Signal {
        let signal = try #require(rise().signal)
        fill(signal, .entry, side: .buy, price: 103.5, quantity: signal.quantity, position: signal.quantity)
        report(signal, .filled)
        return signal
    }

    func refused(_ code: ReasonCode) -> Int { stage.counters(of: symbol).refused(code) }
}

/// High, low and close of a candle that opens at its close.
struct Figures {
    var high: Double
    var low: Double
    var close: Double

    init(_ high: Double, _ low: Double, _ close: Double) {
        (self.high, self.low, self.close) = (high, low, close)
    }
}

extension Candle {
    init(
        _ figures: Figures, from open: Timestamp, to close: Timestamp, volume: Double = 1,
        quoteVolume: Double = 1e7
    ) {
        func price(_ value: Double) -> Price { Price(value) ?? .absent }
        self.init(
            openTime: open, closeTime: close, open: price(figures.close), high: price(figures.high),
            low: price(figures.low), close: price(figures.close), volume: volume, quoteVolume: quoteVolume)
    }
}

extension Effects {
    var signal: Signal? {
        published.compactMap { if case .signal(let signal) = $0 { signal } else { nil } }.first
    }
    var plan: ExecutionPlan? {
        published.compactMap { if case .executionPlan(let plan) = $0 { plan } else { nil } }.first
    }
    /// What levels act on: without what is said for people alone.
    var decided: [Message] {
        published.filter {
            switch $0 {
            case .skipped, .reasoning: false
            default: true
            }
        }
    }
    var skipped: [Skipped] {
        published.compactMap { if case .skipped(let skipped) = $0 { skipped } else { nil } }
    }
    var reasonings: [StrategyReasoning] {
        published.compactMap { if case .reasoning(let reasoning) = $0 { reasoning } else { nil } }
    }
    var causes: [Causes] {
        list.compactMap { if case .publish(_, let causes) = $0 { causes } else { nil } }
    }
}
