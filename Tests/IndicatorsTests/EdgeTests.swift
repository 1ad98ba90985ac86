import Indicators
import Testing

struct EdgeTests {
    @Test func `a market that never moves is neutral`() {
        var (rsi, adx) = (RSI(period: 3), ADX(period: 3))
        var (bands, score) = (BollingerBands(period: 3), ZScore(period: 3))
        var (percentile, pairs) = (RollingPercentile(period: 3), RollingCorrelation(period: 3))
        bands.update(95)
        score.update(95)
        pairs.update(95, 0)
        for step in 0..<10 {
            rsi.update(100.1)
            adx.update(Bar(high: 100.1, low: 100.1, close: 100.1))
            bands.update(100.1)
            score.update(100.1)
            percentile.update(100.1)
            pairs.update(100.1, Double(step))
        }
        #expect(rsi.value == 50)
        #expect(adx.value.map { [$0.adx, $0.plus, $0.minus] } == [0, 0, 0])
        #expect(bands.value?.position(of: 100.1) == 0.5)
        #expect(score.value == 0)
        #expect(percentile.value == 0.5)
        #expect(pairs.value == nil)
    }

    @Test func `RSI and ADX reach their ends in a market that only rises`() {
        var (rsi, adx) = (RSI(period: 5), ADX(period: 5))
        for step in 1...20 {
            let price = Double(step)
            rsi.update(price)
            adx.update(Bar(high: price + 1, low: price, close: price + 1))
        }
        #expect(rsi.value == 100)
        #expect(agrees(adx.value?.adx, 100) && adx.value?.minus == 0)
    }

    @Test func `the channel leaves out the current bar`() {
        var channel = DonchianChannel(period: 2)
        #expect(channel.update(Bar(high: 5, low: 3, close: 4)) == nil)
        #expect(channel.update(Bar(high: 6, low: 4, close: 5)) == nil)
        let breakout = channel.update(Bar(high: 99, low: 1, close: 50))
        #expect(breakout?.upper == 6 && breakout?.lower == 3)
        #expect(breakout?.middle == 4.5 && breakout?.width == 3)
        channel.update(Bar(high: 7, low: 5, close: 6))
        #expect(channel.value?.upper == 99 && channel.value?.lower == 1)
    }

    @Test func `MACD's averages change places when given the wrong way round`() {
        var (right, wrong) = (MACD(fast: 3, slow: 6, signal: 2), MACD(fast: 6, slow: 3, signal: 2))
        for step in 0..<20 {
            right.update(Double(step * step))
            wrong.update(Double(step * step))
        }
        #expect(right.value != nil && right.value == wrong.value)
    }

    @Test(arguments: [-1, 0, 1, 257]) func `a period out of range is refused`(length: Int) {
        #expect(throws: IndicatorError.periodOutOfRange(length)) { try Period(length) }
    }

    @Test func `a factor that is not positive is refused by name`() {
        let error = #expect(throws: IndicatorError.self) { try BollingerBands(period: 20, deviations: 0) }
        #expect(error?.description.contains("deviations is 0.0") == true)
        #expect(throws: IndicatorError.self) { try RealisedVolatility(period: 20, periodsPerYear: .nan) }
    }

    @Test func `a ring tells what it displaces and when it turns`() {
        var ring = Ring<4>(length: 3)
        let displaced = [1.0, 2, 3].map { ring.push($0) }
        #expect(displaced == [0, 0, 0])
        #expect(ring.hasTurned && ring.oldest == 1 && ring.newest == 3)
        #expect(ring.push(4) == 1)
        #expect(!ring.hasTurned && ring.count == 3 && ring.oldest == 2 && ring.newest == 4)
        var sum = 0.0
        ring.forEach { sum += $0 }
        #expect(sum == 9)
    }
}
