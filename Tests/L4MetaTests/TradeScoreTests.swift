import Glibc
import Market
import Testing

@testable import L4Meta

@Suite struct TradeScoreTests {
    let week = TimeSpan.days(7)

    @Test func `a trade counts half after one half-life`() {
        var score = TradeScore()
        score.add(2, at: Bench.start, halfLife: week)
        score.add(-1, at: Bench.start + week, halfLife: week)
        // Weights 0.5 and 1: mean (0.5·2 − 1)/1.5 = 0, squares 0.5·4 + 1·1 = 3.
        #expect(abs(score.trades - 1.5) < 1e-12)
        #expect(abs(score.results.mean) < 1e-12)
        #expect(abs(score.results.standardDeviation - 2.0.squareRoot()) < 1e-12)
        #expect(abs(score.winRate - 1.0 / 3) < 1e-12)
        #expect(abs(score.drawdown - 1) < 1e-12)
        score.fade(to: Bench.start + week + week, halfLife: week)
        #expect(abs(score.trades - 0.75) < 1e-12 && abs(score.drawdown - 0.5) < 1e-12)
        score.fade(to: Bench.start, halfLife: week)
        #expect(abs(score.trades - 0.75) < 1e-12, "time that runs back changes nothing")
    }

    @Test func `the Sharpe ratio is steadied by one imagined trade`() {
        var score = TradeScore()
        #expect(score.sharpe.isNaN && score.winRate.isNaN)
        for result in [1.0, 3] { score.add(result, at: Bench.start, halfLife: week) }
        // Mean 2, squares 2, (2 + 1)/(2 + 1) = 1.
        #expect(abs(score.sharpe - 2) < 1e-12)
        score.add(.nan, at: Bench.start, halfLife: week)
        #expect(abs(score.sharpe - 2) < 1e-12)
    }

    @Test func `the detector is quiet on a steady mean and speaks when it falls`() {
        var detector = PageHinkley()
        var changes = 0
        for index in 0..<400 where detector.update(index % 2 == 0 ? 1 : -0.8) { changes += 1 }
        #expect(changes == 0 && !detector.isActive)
        var count = 0
        while !detector.isActive, count < 50 {
            _ = detector.update(-1)
            count += 1
        }
        #expect(detector.isActive && count < 10)
    }
}
