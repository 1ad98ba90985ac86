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
}
