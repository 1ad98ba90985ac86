import Configuration
import Market
import Messages
import Stages
import TestSupport
import Testing

@testable import L4Meta

@Suite struct L4MetaStageTests {
    @Test func `at the start everybody learns the prior weights and the profile's thresholds`() {
        var bench = Bench()
        let input = Envelope(.joined, at: bench.time)
        let updates = bench.stage.effects(of: input).published.compactMap(\.update)
        #expect(updates.count == Bench.rows)
        let own: [StrategyID] = [.momentum, .meanReversion, .breakout]
        for update in updates {
            #expect(update.weight == (update.strategy == own[update.symbol.int] ? 0.5 : Bench.other))
        }
        for update in updates {
            #expect(update.reason.code == .warmUp)
            #expect(update.previousWeight == update.weight)
            #expect((update.riskScale, update.minConfidence, update.maxSpreadBps) == (1, 0.6, 15))
            #expect(update.maxSlippageBps == (update.symbol == Bench.sol ? 50 : 20))
        }
    }

    /// H1's example: mean reversion loses for a week, momentum earns; the capital moves.
    @Test func `a fading strategy loses its weight to trend following`() {
        struct Day: Sendable {
            var reversion: Int
            var momentum: Int
        }
        let week = [(-1, 1), (-1, 2), (1, -1), (-1, 1), (-1, 2), (-1, -1), (-1, 2)].map(Day.init)
        var bench = Bench()
        bench.hear(.clock(Clock()))
        var table: [(reversion: Double, momentum: Double)] = []
        var reasons: Set<ReasonCode> = []
        for day in week {
            for _ in 0..<2 {
                bench.trade(Bench.eth, [.meanReversion: 0.5], result: day.reversion)
                bench.trade(Bench.eth, [.momentum: 0.25], result: day.momentum)
                for _ in 0..<12 { reasons.formUnion(bench.pass(hours: 1).map(\.reason.code)) }
            }
            let weights = bench.stage.weights(of: Bench.eth)
            table.append((weights[.meanReversion], weights[.momentum]))
        }
        #expect(abs(table[0].reversion - 0.5) < 1e-12, "too few trades on the first day")
        #expect(abs(table[0].momentum - Bench.other) < 1e-12)
        #expect(table[1].reversion < 0.40 && table[1].momentum > Bench.other + 0.1)
        #expect(table[6].reversion < 0.15 && table[6].momentum > Bench.other + 0.35)
        #expect(reasons.isSuperset(of: [.strategyFading, .strategyImproving]))
        #expect(abs(bench.stage.weights(of: Bench.eth).sum - 1) < 1e-12)
        let others = bench.stage.weights(of: Bench.btc)
        #expect(abs(others[.momentum] - 0.5) < 1e-12, "another pair keeps its weights")
    }

    @Test func `weights move a step a period, stay in their bounds and return as results fade`() {
        var bench = Bench()
        bench.hear(.clock(Clock()))
        for _ in 0..<10 { bench.trade(Bench.btc, [.momentum: 1], result: -1) }
        let first = bench.pass(hours: 1)
        #expect(abs((first.first?.weight ?? 0) - 0.4) < 1e-12)
        #expect(first.first?.previousWeight == 0.5)
        #expect(first.first?.reason.code == .strategyFading)
        #expect(first.count == StrategyNames.documents.count && first.allSatisfy { $0.symbol == Bench.btc })
        bench.pass(hours: 6)
        let low = bench.stage.weights(of: Bench.btc)[.momentum]
        #expect(low >= 0.05 && low < 0.15)
        let quiet = bench.pass(hours: 1)
        #expect(quiet.isEmpty, "what does not move is no news")
        bench.pass(hours: 24 * 30)
        #expect(abs(bench.stage.weights(of: Bench.btc)[.momentum] - 0.5) < 1e-12)
    }

    @Test func `with no new trade no weight turns back, and what is known below sums to 1`() {
        var bench = Bench()
        bench.hear(.clock(Clock()))
        for (index, result) in [1, -1, 1, -1, -1].enumerated() {
            bench.regime(Bench.btc, index < 2 ? .trendLowVolatility : .rangeLowVolatility)
            bench.trade(Bench.btc, [.momentum: 1], result: result)
        }
        bench.pass(hours: 6)
        var before = bench.stage.weights(of: Bench.btc)[.momentum]
        var known = bench.stage.weights(of: Bench.btc)
        for _ in 0..<24 * 14 {
            for update in bench.pass(hours: 1) { known[update.strategy] = update.weight }
            #expect(abs(known.sum - 1) < 1e-12)
            let weight = bench.stage.weights(of: Bench.btc)[.momentum]
            #expect(weight >= before - 1e-9 && weight - before < 0.02, "\(before) to \(weight)")
            before = weight
        }
        #expect(abs(before - 0.5) < 1e-12)
    }

    @Test func `a result is what was earned over the risk, shared by the votes`() {
        var bench = Bench()
        bench.regime(Bench.btc, .trendLowVolatility)
        bench.open(Bench.btc, [.momentum: 0.6, .meanReversion: -0.2])
        bench.regime(Bench.btc, .rangeLowVolatility)
        bench.close(Bench.btc, pnl: 20)
        let momentum = bench.stage.score(of: Bench.btc, .momentum)
        let reversion = bench.stage.score(of: Bench.btc, .meanReversion)
        #expect(abs(momentum.trades - 0.75) < 1e-12 && abs(momentum.results.mean - 2) < 1e-12)
        #expect(abs(reversion.trades - 0.25) < 1e-12 && abs(reversion.results.mean + 2) < 1e-12)
        #expect(bench.stage.score(of: Bench.btc, .breakout).trades == 0)
        #expect(bench.stage.score(of: Bench.btc, .momentum, in: .trendLowVolatility).trades > 0.7)
        #expect(bench.stage.score(of: Bench.btc, .momentum, in: .rangeLowVolatility).trades == 0)
        #expect(bench.stage.systemScore.trades == 1)
    }

    @Test func `fees count, children add to the risk, doubles and lone signals teach nothing`() {
        var bench = Bench()
        bench.open(Bench.btc, [.momentum: 1])
        var child = bench.fill(Bench.btc, "s0", .entry, .buy, position: 2)
        child.fee = Money(4)
        bench.hear(.fill(child))
        bench.hear(.fill(child))
        bench.close(Bench.btc, pnl: -16)
        #expect(abs(bench.stage.score(of: Bench.btc, .momentum).results.mean + 1) < 1e-12)

        bench.hear(.fill(bench.fill(Bench.eth, "outside", .entry, .sell, position: -1)))
        bench.close(Bench.eth, pnl: 3, side: .sell)
        #expect(bench.stage.systemScore.trades == 2)
        #expect(StrategyNames.documents.ids.allSatisfy { bench.stage.score(of: Bench.eth, $0).trades == 0 })

        bench.close(Bench.sol, pnl: 5)
        #expect(bench.stage.systemScore.trades == 2, "a position from before is no trade of ours")
    }

    @Test func `risk falls with the drawdown and rises back as it fades`() {
        var bench = Bench()
        bench.hear(.clock(Clock()))
        bench.account(equity: 10_000)
        bench.account(equity: 9_750, drawdown: 0.025)
        let lowered = bench.pass(hours: 1)
        #expect(lowered.count == Bench.rows)
        #expect(lowered.allSatisfy { abs($0.riskScale - 0.6) < 1e-12 })
        #expect(lowered.allSatisfy { abs($0.minConfidence - 0.68) < 1e-12 })
        #expect(lowered.first?.reason == Reason(.dailyDrawdown, found: 0.025, limit: 0.05))
        bench.time = bench.time + .days(7)
        bench.account(equity: 9_750)
        let risen = bench.pass(hours: 1).first?.riskScale ?? 0
        #expect(abs(risen - 0.8) < 1e-12)
    }

    @Test func `a halt takes all risk away at once, until a person resumes`() {
        var bench = Bench()
        var alert = RiskAlert()
        alert.halted = true
        let halted = bench.hear(.riskAlert(alert)).compactMap(\.update)
        #expect(halted.count == Bench.rows && halted.allSatisfy { $0.riskScale == 0 && $0.reason.code == .halted })
        alert.halted = false
        alert.symbol = Bench.btc
        let refusal = bench.hear(.riskAlert(alert))
        #expect(refusal.isEmpty, "a refusal of one symbol lifts nothing")
        alert.symbol = .none
        alert.reason = Reason(.personAsked)
        let resumed = bench.hear(.riskAlert(alert)).compactMap(\.update)
        #expect(resumed.count == Bench.rows)
        #expect(resumed.allSatisfy { $0.riskScale == 1 && $0.reason.code == .personAsked })
    }

    @Test func `execution rules follow the measured slippage within the hard limit`() {
        var bench = Bench()
        bench.hear(.clock(Clock()))
        for slippage in [0.12, 0.12, 0.12, 0.12] {
            var report = ExecutionReport()
            report.symbol = Bench.btc
            report.status = .filled
            report.executedQuantity = Quantity(1)
            report.slippage = slippage
            bench.hear(.report(report))
        }
        let updates = bench.pass(hours: 1)
        #expect(updates.count == StrategyNames.documents.count && updates.allSatisfy { $0.symbol == Bench.btc })
        #expect(updates.first?.maxSlippageBps == 12)
        #expect(updates.first?.maxSpreadBps == 12.5)
    }

    @Test func `results that turn are drift, told once, and over when they are the rule`() {
        var bench = Bench()
        var told: [Drift] = []
        func drifts(_ result: Int) -> [Drift] {
            bench.trade(Bench.eth, [.meanReversion: 1], result: result).compactMap(\.drift)
        }
        for _ in 0..<10 { told += drifts(1) }
        #expect(told.isEmpty)
        for _ in 0..<60 { told += drifts(-1) }
        #expect(told.map(\.active) == [true, false] || told.map(\.active) == [true])
        #expect(told.first?.strategy == .meanReversion && told.first?.symbol == Bench.eth)
        #expect((told.first?.statistic ?? 0) > 5 && told.first?.threshold == 5)
        for _ in 0..<200 { told += drifts(1) }
        #expect(told.map(\.active) == [true, false])
    }

    @Test func `warm-up teaches and says nothing`() {
        var bench = Bench()
        bench.hear(.clock(Clock()), isWarmUp: true)
        bench.time = bench.time + .hours(5)
        var said = bench.hear(.clock(Clock()), isWarmUp: true)
        var alert = RiskAlert()
        alert.halted = true
        said += bench.hear(.riskAlert(alert), isWarmUp: true)
        #expect(said.isEmpty)
        let effects = bench.stage.effects(of: Envelope(.joined, at: bench.time))
        let updates = effects.published.compactMap(\.update)
        #expect(updates.count == Bench.rows && updates.allSatisfy { $0.riskScale == 0 })
    }

    @Test func `restored in the middle of a trade it goes on as if nothing had happened`() throws {
        var bench = Bench()
        bench.hear(.clock(Clock()))
        bench.account(equity: 10_000)
        for result in [-1, -2, 1, -1] { bench.trade(Bench.eth, [.meanReversion: 0.5], result: result) }
        bench.pass(hours: 2)
        bench.account(equity: 9_900, drawdown: 0.01)
        bench.open(Bench.eth, [.meanReversion: 0.5, .breakout: 0.2])

        let saved = bench.stage.saved
        var other = bench
        other.stage = try L4MetaStage(settings: .standard).restored(from: saved)

        let (closed, closedToo) = (bench.close(Bench.eth, pnl: -30), other.close(Bench.eth, pnl: -30))
        #expect("\(closed)" == "\(closedToo)")
        let (ours, theirs) = (bench.pass(hours: 1), other.pass(hours: 1))
        #expect(!ours.isEmpty && "\(ours)" == "\(theirs)")

        #expect(throws: StateError.self) { try other.stage.restored(from: Array(saved.dropLast())) }
    }

    @Test func `another run goes on with scores and weights, and names no frame of the earlier one`() throws {
        var bench = Bench()
        bench.hear(.clock(Clock()))
        bench.account(equity: 10_000)
        for result in [-1, -2, 1, -1, -1, -1] { bench.trade(Bench.eth, [.meanReversion: 0.5], result: result) }
        bench.pass(hours: 2)
        let weights = bench.stage.weights(of: Bench.eth)
        #expect(weights != L4MetaStage(settings: .standard).weights(of: Bench.eth))

        var other = Bench()
        var reader = StateReader(bench.stage.saved)
        try other.stage.takeOver(from: &reader, of: bench.stage.names)
        #expect(other.stage.weights(of: Bench.eth) == weights)
        #expect(other.stage.score(of: Bench.eth, .meanReversion).trades > 0)
        let effects = other.stage.effects(of: Envelope(.joined, at: other.time))
        for effect in effects.list {
            if case .publish(_, let causes) = effect { #expect(causes.count == 0) }
        }
        var short = StateReader(Array(bench.stage.saved.dropLast()))
        #expect(throws: StateError.self) { try other.stage.takeOver(from: &short, of: bench.stage.names) }
    }

    @Test func `what was learned of a pair is its own, wherever it stands and whoever left the list`() throws {
        var bench = Bench()
        bench.hear(.clock(Clock()))
        bench.account(equity: 10_000)
        for result in [-1, -2, 1, -1, -1, -1] { bench.trade(Bench.eth, [.meanReversion: 0.5], result: result) }
        bench.pass(hours: 2)
        let eth = bench.stage.weights(of: Bench.eth)
        var settings = Settings.standard
        let kept = [SymbolID(2), Bench.eth]
        settings.symbols = kept.map { settings.symbols[$0.int] }
        settings.instruments = InstrumentTable(kept.map { settings.instruments[$0] })
        var other = L4MetaStage(settings: settings)
        let fresh = other.weights(of: SymbolID(0))
        var reader = StateReader(bench.stage.saved)
        try other.takeOver(from: &reader, of: bench.stage.names)
        #expect(other.weights(of: SymbolID(1)) == eth && eth != fresh)
        #expect(other.score(of: SymbolID(1), .meanReversion).trades > 0)
        #expect(other.weights(of: SymbolID(0)) == bench.stage.weights(of: SymbolID(2)))
        #expect(other.score(of: SymbolID(0), .meanReversion).trades == 0)
    }
}
