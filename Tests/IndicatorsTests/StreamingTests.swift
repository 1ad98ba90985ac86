import Foundation
import Indicators
import TestSupport
import Testing

/// The rolling indicators against the plain formula over each window, on random series.
struct StreamingTests {
    private static let seeds: [UInt64] = [1, 7, 42, 20_251_121]

    private func mean(_ window: ArraySlice<Double>) -> Double { window.reduce(0, +) / Double(window.count) }

    private func deviation(_ window: ArraySlice<Double>) -> Double {
        let center = mean(window)
        return (window.reduce(0) { $0 + ($1 - center) * ($1 - center) } / Double(window.count)).squareRoot()
    }

    private func correlation(_ x: ArraySlice<Double>, _ y: ArraySlice<Double>) -> Double {
        let (meanX, meanY) = (mean(x), mean(y))
        let products = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
        return products / Double(x.count) / (deviation(x) * deviation(y))
    }

    @Test(arguments: seeds) func `streaming equals the formula over each window`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let length = Int.random(in: 2...256, using: &generator)
        let note = "reproduce with SEED=\(seed), period \(length)"
        print(note)
        let period = try Period(length)
        let (prices, others) = (generator.prices(1500), generator.prices(1500))
        var (sma, score) = (SMA(period: period), ZScore(period: period))
        var moments = RollingMoments(period: period)
        var (percentile, channel) = (RollingPercentile(period: period), DonchianChannel(period: period))
        var pairs = RollingCorrelation(period: period)
        for index in prices.indices {
            let price = prices[index]
            sma.update(price)
            moments.update(price)
            score.update(price)
            percentile.update(price)
            pairs.update(price, others[index])
            let breakout = channel.update(Bar(high: price + 1, low: price - 1, close: price))
            guard index >= length else {
                #expect(breakout == nil && (sma.value == nil) == (index < length - 1), "\(note)")
                continue
            }
            let window = prices[(index - length + 1)...index]
            #expect(agrees(sma.value, mean(window)), "\(note)")
            #expect(agrees(moments.value?.populationStandardDeviation, deviation(window)), "\(note)")
            #expect(agrees(score.value, (price - mean(window)) / deviation(window)), "\(note)")
            let below = Double(window.count { $0 < price })
            #expect(agrees(percentile.value, below / Double(length - 1)), "\(note)")
            let pairWindow = others[(index - length + 1)...index]
            #expect(agrees(pairs.value, correlation(window, pairWindow)), "\(note)")
            let before = prices[(index - length)..<index]
            #expect(breakout?.upper == before.max()! + 1 && breakout?.lower == before.min()! - 1, "\(note)")
        }
    }

    @Test func `a million updates leave no drift`() throws {
        var generator = SeededGenerator(seed: 3)
        print("reproduce with SEED=3")
        let length = 97
        let period = try Period(length)
        let prices = generator.prices(1_000_000)
        var (sma, bands) = (SMA(period: period), BollingerBands(period: period))
        var volatility = try RealisedVolatility(period: period, periodsPerYear: 1)
        for price in prices {
            sma.update(price)
            bands.update(price)
            volatility.update(price)
        }
        let window = prices.suffix(length)
        #expect(agrees(sma.value, mean(window)))
        #expect(agrees(bands.value?.upper, mean(window) + 2 * deviation(window)))
        let lastPrices = Array(prices.suffix(length + 1))
        let returns = zip(lastPrices.dropFirst(), lastPrices).map { log($0 / $1) }
        let expected = deviation(returns[...]) * (Double(length) / Double(length - 1)).squareRoot()
        #expect(abs(volatility.value! / expected - 1) < 1e-9)
    }

    @Test func `a spike leaves nothing behind once it has left the window`() {
        var moments = RollingMoments(period: 10)
        var pairs = RollingCorrelation(period: 10)
        for index in 0..<25 {
            let value = index == 7 ? 1e12 : Double(index % 3)
            moments.update(value)
            pairs.update(value, Double(index % 2))
        }
        let window = (15..<25).map { Double($0 % 3) }[...]
        #expect(agrees(moments.value?.populationStandardDeviation, deviation(window)))
        #expect(agrees(pairs.value, correlation(window, (15..<25).map { Double($0 % 2) }[...])))
    }
}
