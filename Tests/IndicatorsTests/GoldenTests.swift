import Indicators
import Market
import Testing

/// Parity with TA-Lib, pandas and numpy on 1,500 recorded minutes: Golden/README.md.
struct GoldenTests {
    /// What every indicator says after one candle, by the golden file's column.
    private struct Panel {
        var sma = SMA(period: 20)
        var ema = EMA(period: 20)
        var rsi = RSI(period: 14)
        var atr = ATR(period: 14)
        var adx = ADX(period: 14)
        var bands = BollingerBands()
        var macd = MACD()
        var channel = DonchianChannel()
        var volatility = RealisedVolatility(period: 60, timeframe: .m1)
        var percentile = RollingPercentile(period: 100)
        var moments = RollingMoments(period: 50)
        var zScore = ZScore(period: 50)
        var correlation = RollingCorrelation(period: 60)
        var previous: Candle?

        mutating func update(_ candle: Candle) -> [(String, Double?)] {
            if let previous {
                correlation.update(
                    candle.close.logReturn(from: previous.close), candle.high.logReturn(from: previous.high))
            }
            previous = candle
            let (adx, bands, macd) = (adx.update(candle), bands.update(candle), macd.update(candle))
            let channel = channel.update(candle)
            return [
                ("sma20", sma.update(candle)), ("ema20", ema.update(candle)), ("rsi14", rsi.update(candle)),
                ("atr14", atr.update(candle)), ("bb_upper", bands?.upper), ("bb_middle", bands?.middle),
                ("bb_lower", bands?.lower), ("macd", macd?.macd), ("macd_signal", macd?.signal),
                ("macd_histogram", macd?.histogram), ("donchian_upper", channel?.upper),
                ("donchian_lower", channel?.lower), ("volatility60", volatility.update(candle)),
                ("percentile100", percentile.update(candle)), ("zscore50", zScore.update(candle)),
                ("std50", moments.update(candle)?.populationStandardDeviation),
                ("correlation60", correlation.value), ("adx14", adx?.adx),
            ]
        }
    }

    @Test func `every indicator agrees with its reference on recorded candles`() throws {
        let candles = try GoldenTable("candles.csv")
        let golden = try GoldenTable("golden.csv")
        var panel = Panel()
        var goldenRow = 0
        var compared = 0
        for row in candles.rows.indices {
            let figures = panel.update(candles.candle(row))
            guard goldenRow < golden.rows.count, golden.value("row", goldenRow) == Double(row) else {
                continue
            }
            for (column, actual) in figures {
                let expected = golden.value(column, goldenRow)
                #expect(
                    agrees(actual, expected), "\(column), row \(row): \(actual as Any), \(expected as Any)")
                compared += expected == nil ? 0 : 1
            }
            // The direction lines come with the index, from row 27 on.
            if let directions = panel.adx.value {
                #expect(agrees(directions.plus, golden.value("plus_di14", goldenRow)), "+DI, row \(row)")
                #expect(agrees(directions.minus, golden.value("minus_di14", goldenRow)), "-DI, row \(row)")
            }
            goldenRow += 1
        }
        #expect(goldenRow == golden.rows.count)
        #expect(compared > 6900)
    }
}

extension GoldenTable {
    fileprivate func candle(_ row: Int) -> Candle {
        func price(_ column: String) -> Price { Price(value(column, row)!)! }
        let openTime = Timestamp(milliseconds: Int64(value("open_time", row)!))
        return Candle(
            openTime: openTime, closeTime: openTime + .minutes(1), open: price("open"), high: price("high"),
            low: price("low"), close: price("close"), volume: value("volume", row)!, quoteVolume: 0)
    }
}
