import Configuration
import Market
import Messages
import Stages
import TestSupport
import Testing

@testable import RiskManager

/// Approvals and what they reserve; positions, balances, profit and loss.
@Suite struct RiskManagerStageTests {
    @Test func `an approval reserves its exposure as long again as it is good`() {
        var bench = Bench()
        let verdict = bench.check("a", Bench.btc, usdt: 600)
        #expect(verdict.approved)
        #expect(verdict.quantity == Quantity(raw: 1_200_000))
        #expect(verdict.expires == bench.time + .seconds(60))
        #expect(bench.check("b", Bench.eth, usdt: 600).reason.code == .totalExposure)
        bench.pass(.seconds(120))
        #expect(!bench.check("c", Bench.eth, usdt: 600).approved)
        bench.pass(TimeSpan(nanoseconds: 1))
        #expect(bench.check("d", Bench.eth, usdt: 600).approved)
    }

    @Test func `asked twice it answers the same and reserves once`() {
        var bench = Bench()
        let first = bench.check("a", Bench.btc, usdt: 600)
        bench.pass(.seconds(5))
        #expect(bench.check("a", Bench.btc, usdt: 600) == first)
        #expect(bench.exposure() == Money(600))
    }

    @Test(arguments: [false, true])
    func `a check said again after its approval ended reserves nothing more, while its signal lives`(_ isFilled: Bool) {
        var bench = Bench()
        var intent = bench.intent("a", Bench.btc, usdt: 400)
        intent.expires = bench.time + .seconds(600)
        let given = bench.check(intent).verdict
        #expect(given.approved)
        if isFilled { bench.fill(Bench.btc, intent.clientOrderID.leg(1), usdt: 400, at: 50_000) }
        for wait in [61, 60, 478] {
            bench.pass(.seconds(Int64(wait)))
            let again = bench.check(intent).verdict
            #expect(!again.approved && again.reason == .late(.approvalExpired, at: bench.time, until: given.expires))
            #expect(bench.exposure() == (isFilled || wait == 61 ? Money(400) : .zero))
        }
        bench.pass(.seconds(2))
        #expect(bench.check(intent).verdict.reason.code == .expired)
        #expect(bench.stage.commitments.hasNoReservation, "a signal that is over needs no memory")
    }

    @Test func `an order takes over its reservation and nothing counts twice`() {
        var bench = Bench()
        let whole = bench.intent("a", Bench.btc, usdt: 800)
        #expect(bench.check(whole).verdict.approved)
        var child = whole
        child.clientOrderID.leg = 1
        child.quantity = Quantity(raw: 800_000)
        bench.state(child, .pending)
        #expect(bench.exposure() == Money(800))
        bench.fill(Bench.btc, child.clientOrderID, usdt: 300, at: 50_000)
        #expect(bench.exposure() == Money(800))
        bench.state(child, .partiallyFilled, executed: Quantity(raw: 600_000))
        #expect(bench.exposure() == Money(800))
        bench.state(child, .cancelled, executed: Quantity(raw: 600_000))
        #expect(bench.exposure() == Money(700))
        bench.pass(.seconds(121))
        _ = bench.check("z", Bench.sol, usdt: 5000)
        #expect(bench.exposure() == Money(300))
    }

    @Test func `a fill before its order's state takes from the reservation once`() {
        var bench = Bench()
        let whole = bench.intent("a", Bench.btc, usdt: 800)
        #expect(bench.check(whole).verdict.approved)
        let child = whole.clientOrderID.leg(1)
        bench.fill(Bench.btc, child, usdt: 300, at: 50_000)
        #expect(bench.exposure() == Money(800))
        var ordered = whole
        ordered.clientOrderID = child
        bench.state(ordered, .partiallyFilled, executed: Quantity(raw: 600_000))
        #expect(bench.exposure() == Money(800))
        bench.fill(Bench.btc, child, usdt: 500, at: 50_000, position: 800)
        bench.state(ordered, .filled, executed: ordered.quantity)
        #expect(bench.exposure() == Money(800))
    }

    @Test(arguments: [0, 1_800])
    func `what an order has executed counts while its fill is on its way, and once after it`(_ openFor: Int64) {
        var bench = Bench()
        let whole = bench.intent("a", Bench.btc, usdt: 800)
        #expect(bench.check(whole).verdict.approved)
        var child = whole
        child.clientOrderID.leg = 1
        bench.state(child, .pending)
        bench.pass(.seconds(openFor))
        bench.state(child, .filled, executed: child.quantity)
        #expect(!bench.check("b", Bench.eth, usdt: 5_000).approved, "by which it forgets what ended long ago")
        #expect(bench.exposure() == Money(800))
        bench.fill(Bench.btc, child.clientOrderID, usdt: 800, at: 50_000)
        #expect(bench.exposure() == Money(800))
    }

    @Test func `a symbol's drawdown is the fall of its own profit, the account's that of its equity`() throws {
        var bench = Bench()
        bench.fill(Bench.btc, usdt: 1_000, at: 50_000)
        bench.fill(Bench.eth, usdt: 600, at: 3_000)
        func told(_ effects: Effects) -> [SymbolID: PnLUpdate] {
            var rows: [SymbolID: PnLUpdate] = [:]
            for case .pnlUpdate(let update) in effects.published { rows[update.symbol] = update }
            return rows
        }
        func minute(_ btc: Int, _ eth: Int) -> [SymbolID: PnLUpdate] {
            bench.time = bench.time + .minutes(1)
            let said = [bench.candle(Bench.btc, btc), bench.candle(Bench.eth, eth), bench.candle(Bench.sol, 150)]
            return said.map(told).last { !$0.isEmpty } ?? [:]
        }
        _ = minute(51_000, 3_000)  // BTC earns 20
        let rows = minute(50_500, 3_050)  // gives 10 back, while ETH earns 10
        let (btc, eth) = (try #require(rows[Bench.btc]), try #require(rows[Bench.eth]))
        let account = try #require(rows[SymbolID.none])
        #expect(btc.dayPnL == Money(10) && abs(btc.drawdown - 10 / 10_000) < 1e-12)
        #expect(eth.dayPnL == Money(10) && eth.drawdown == 0)
        #expect(account.drawdown == 0, "what one gave back the other earned")
        bench.time = bench.time + .days(1)
        #expect(minute(50_400, 3_050)[Bench.btc]?.drawdown == 0, "a day begins at its first price")
    }

    @Test func `profit and loss is told at each fill and each minute`() {
        var bench = Bench()
        let atFill = updates(bench.fill(Bench.btc, usdt: 500, at: 50_000))
        #expect(atFill.map(\.symbol) == [SymbolID.none, Bench.btc])
        bench.pass(.minutes(1))
        #expect(updates(bench.candle(Bench.btc, 51_000)).isEmpty)
        #expect(updates(bench.candle(Bench.eth, 3_000)).isEmpty)
        let minute = updates(bench.candle(Bench.sol, 150))
        #expect(minute.map(\.symbol) == [SymbolID.none, Bench.btc])
        #expect(minute.map(\.unrealised) == [Money(10), Money(10)])
        #expect(minute.map(\.equity) == [Money(10_010), Money(10_010)])
        #expect(minute.map(\.exposure) == [Money(510), Money(510)])
        #expect(minute.map(\.dayPnL) == [Money(10), Money(10)])
        #expect(updates(bench.candle(Bench.sol, 150)).isEmpty)
    }

    @Test func `a fill told twice is booked once`() {
        var bench = Bench()
        var fill = Fill()
        (fill.fillID, fill.symbol, fill.purpose) = (7, Bench.btc, .exit)
        (fill.realisedPnL, fill.fee) = (Money(20), Money(1))
        bench.hear(.fill(fill))
        #expect(bench.hear(.fill(fill)).list.isEmpty)
        #expect(bench.stage.books.wallet.total == Money(10_019))
        #expect(bench.stage.books[SymbolID(0)].profit == Money(19))
    }

    @Test func `the day starts at 00-00 UTC of event time`() {
        var bench = Bench()
        bench.fill(Bench.btc, usdt: 5000, at: 50_000)
        bench.pass(.minutes(1))
        bench.candle(Bench.btc, 49_000)
        #expect(
            bench.stage.day.record
                == DayRecord(day: 20_213, openingEquity: Money(10_000), peakEquity: Money(10_000)))
        bench.time = Bench.start + .days(1)
        let effects = bench.candle(Bench.btc, 48_000)
        let next = DayRecord(day: 20_214, openingEquity: Money(9_800), peakEquity: Money(9_800))
        #expect(effects.records.contains(.day(next)))
        #expect(bench.stage.books[SymbolID(0)].dayPnL == .zero)
    }

    @Test func `restored state gives the same outputs`() throws {
        var bench = Bench()
        bench.fill(Bench.btc, usdt: 300, at: 50_000)
        _ = bench.check("a", Bench.eth, usdt: 300)
        var copy = bench
        copy.stage = try RiskManagerStage(settings: .standard).restored(from: bench.stage.saved)
        #expect(copy.check("b", Bench.eth, usdt: 500) == bench.check("b", Bench.eth, usdt: 500))
        #expect(copy.exposure() == bench.exposure())
        bench.pass(.minutes(1))
        copy.pass(.minutes(1))
        for symbol in [Bench.btc, Bench.eth, Bench.sol] {
            #expect(copy.candle(symbol, 100).published == bench.candle(symbol, 100).published)
        }
    }

    @Test(arguments: [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]], [60_000, 40_000])
    func `a fill and the rows that follow it count what they settle once, in any order`(_ order: [Int], _ price: Int) {
        let settled = Money((price - 50_000) / 50)
        let equity = Money(10_000) + settled
        var bench = Bench()
        bench.fill(Bench.btc, usdt: 1_000, at: 50_000)
        bench.candle(Bench.btc, price)
        #expect(bench.stage.books.equity == equity)
        var fill = Fill()
        (fill.fillID, fill.symbol, fill.purpose, fill.side) = (2, Bench.btc, .target, .sell)
        (fill.price, fill.quantity, fill.realisedPnL) = (Price(price), Quantity(0.02)!, settled)
        var row = Account()
        (row.asset, row.symbol, row.realisedPnL) = ("BTC", Bench.btc, settled)
        var wallet = Account()
        (wallet.asset, wallet.realisedPnL) = ("USDT", settled)
        (wallet.total, wallet.free) = (Quantity(raw: equity.raw), Quantity(raw: equity.raw))
        let words: [Message] = [.fill(fill), .account(row), .account(wallet)]
        for place in order {
            bench.hear(words[place], word: UInt64(place + 1))
            #expect(bench.stage.books.equity == equity, "after word \(place)")
        }
        #expect(bench.stage.books.wallet.total == equity)
        #expect(bench.stage.books[SymbolID(0)].position.realisedPnL == settled)
        #expect(bench.stage.day.record.peakEquity <= max(equity, Money(10_000)))
    }

    @Test func `an approval counts while the executor is gone, and until its words can be heard`() {
        var bench = Bench()
        #expect(bench.check("a", Bench.btc, usdt: 800).approved)
        bench.link(.executor, .down)
        bench.pass(.minutes(10))
        #expect(!bench.check("b", Bench.eth, usdt: 5_000).approved)
        #expect(bench.exposure() == Money(800))
        bench.link(.executor, .up)
        bench.pass(.seconds(60))
        #expect(!bench.check("b", Bench.eth, usdt: 5_000).approved)
        #expect(bench.exposure() == Money(800))
        bench.pass(.seconds(1))
        #expect(!bench.check("b", Bench.eth, usdt: 5_000).approved)
        #expect(bench.exposure() == .zero)
    }

    @Test func `a late fill of another symbol is booked`() {
        var bench = Bench()
        for (number, symbol) in [(UInt64(5), Bench.btc), (4, Bench.eth)] {
            var fill = Fill()
            (fill.fillID, fill.symbol, fill.position) = (number, symbol, Quantity(0.01)!)
            bench.hear(.fill(fill), word: number)
        }
        #expect(bench.stage.books[SymbolID(1)].position.quantity == Quantity(0.01)!)
    }

    // MARK: - Helpers

    private func updates(_ effects: Effects) -> [PnLUpdate] {
        effects.published.compactMap { if case .pnlUpdate(let update) = $0 { update } else { nil } }
    }
}
