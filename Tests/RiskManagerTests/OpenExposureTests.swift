import Market
import Messages
import Testing

@testable import RiskManager

@Suite("what is open counts at the higher of its price and the mark")
struct OpenExposureTests {
    /// It may be a position already where the mark rises; where it falls, nobody knows yet what it cost.
    @Test("a reservation and an order follow a mark that rises, and none that falls", arguments: [
        (60_000, 600), (40_000, 500),
    ])
    func mark(_ mark: Int, _ exposure: Int) {
        var bench = Bench()
        let whole = bench.intent("a", Bench.btc, usdt: 500)
        #expect(bench.check(whole).verdict.approved)
        bench.candle(Bench.btc, mark)
        #expect(bench.exposure() == Money(exposure))
        bench.state(whole, .pending)
        #expect(bench.exposure() == Money(exposure))
    }

    @Test("what an order is worth by a mark that rose leaves less room")
    func room() {
        var bench = Bench()
        let whole = bench.intent("a", Bench.btc, usdt: 500)
        #expect(bench.check(whole).verdict.approved)
        bench.candle(Bench.btc, 60_000)
        bench.state(whole, .pending)
        #expect(bench.check("b", Bench.eth, usdt: 450).reason.code == .totalExposure)
    }

    /// An executor that begins anew tells its ended orders again.
    @Test("what an ended order had executed counts once when its end is told again", arguments: [0, 61, 900])
    func toldAgain(_ wait: Int64) {
        var bench = Bench()
        var order = bench.intent("a", Bench.btc, usdt: 500)
        order.expires = bench.time + .minutes(30)
        #expect(bench.check(order).verdict.approved)
        order.clientOrderID.leg = 1
        bench.state(order, .pending)
        bench.state(order, .filled, executed: order.quantity)
        bench.fill(Bench.btc, order.clientOrderID, usdt: 500, at: 50_000)
        bench.pass(.seconds(wait))
        _ = bench.check("z", Bench.sol, usdt: 5_000)
        bench.state(order, .filled, executed: order.quantity)
        #expect(bench.exposure() == Money(500))
    }

    @Test("an order that is told again takes from its approval once")
    func takenOnce() {
        var bench = Bench()
        let whole = bench.intent("a", Bench.btc, usdt: 800)
        #expect(bench.check(whole).verdict.approved)
        var child = whole
        (child.clientOrderID.leg, child.quantity) = (1, Quantity(raw: 800_000))
        bench.state(child, .cancelled)
        #expect(bench.exposure() == Money(400))
        bench.pass(.seconds(61))
        _ = bench.check("z", Bench.sol, usdt: 5_000)
        bench.state(child, .cancelled)
        #expect(bench.exposure() == Money(400), "the second child's half is still to come")
    }

    @Test("an ended order is forgotten with its signal")
    func forgotten() {
        var bench = Bench()
        var order = bench.intent("a", Bench.btc, usdt: 500)
        order.expires = bench.time + .minutes(30)
        #expect(bench.check(order).verdict.approved)
        bench.state(order, .cancelled)
        bench.pass(.minutes(30))
        _ = bench.check("z", Bench.sol, usdt: 5_000)
        #expect(!bench.stage.commitments.hasNoOrder)
        bench.pass(.seconds(1))
        _ = bench.check("z", Bench.sol, usdt: 5_000)
        #expect(bench.stage.commitments.hasNoOrder)
    }

    @Test("what was executed counts while the executor is gone, and until it can have told its fill")
    func executorGone() {
        var bench = Bench()
        let order = bench.intent("a", Bench.btc, usdt: 500)
        #expect(bench.check(order).verdict.approved)
        bench.state(order, .filled, executed: order.quantity)
        bench.link(.executor, .down)
        bench.pass(.minutes(10))
        bench.link(.executor, .up)
        bench.pass(.seconds(60))
        _ = bench.check("z", Bench.sol, usdt: 5_000)
        #expect(bench.exposure() == Money(500))
        bench.pass(.seconds(1))
        _ = bench.check("z", Bench.sol, usdt: 5_000)
        #expect(bench.exposure() == .zero, "its fill was lost, and the account's rows tell what is held")
    }

    @Test("a fill that proves a refusal wrong opens the order again, an older state doesn't")
    func refusedWrongly() {
        var bench = Bench()
        let order = bench.intent("a", Bench.btc, usdt: 500)
        #expect(bench.check(order).verdict.approved)
        bench.state(order, .rejected)
        #expect(bench.exposure() == .zero)
        bench.state(order, .pending)
        #expect(bench.exposure() == .zero)
        bench.state(order, .partiallyFilled, executed: Quantity(raw: 400_000))
        #expect(bench.exposure() == Money(500))
        bench.fill(Bench.btc, order.clientOrderID, usdt: 200, at: 50_000)
        #expect(bench.exposure() == Money(500))
    }
}
