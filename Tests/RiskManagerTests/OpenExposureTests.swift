import Market
import Messages
import Testing

@testable import RiskManager

@Suite("what is open counts at the higher of its price and the mark")
struct OpenExposureTests {
    @Test("a reservation and an order follow a mark that rises: they may be positions already")
    func risingMark() {
        var bench = Bench()
        let whole = bench.intent("a", Bench.btc, usdt: 500)
        #expect(bench.check(whole).verdict.approved)
        bench.candle(Bench.btc, 60_000)
        #expect(bench.exposure() == Money(600))
        bench.state(whole, .pending)
        #expect(bench.exposure() == Money(600))
        #expect(bench.check("b", Bench.eth, usdt: 450).reason.code == .totalExposure)
    }

    @Test("they don't follow one that falls: nobody knows yet what they cost")
    func fallingMark() {
        var bench = Bench()
        let whole = bench.intent("a", Bench.btc, usdt: 500)
        #expect(bench.check(whole).verdict.approved)
        bench.candle(Bench.btc, 40_000)
        #expect(bench.exposure() == Money(500))
        bench.state(whole, .pending)
        #expect(bench.exposure() == Money(500))
    }
}
