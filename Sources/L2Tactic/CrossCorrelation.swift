import Indicators
import Market

/// The correlation of BTC's and ETH's returns, candle by candle: what a Signal tells of its context.
struct CrossCorrelation: BitwiseCopyable, Sendable {
    private let first: SymbolID
    private let second: SymbolID
    private var newest: (first: Sample, second: Sample)
    private var correlation: RollingCorrelation

    /// One symbol's last close and the return that led to it.
    private struct Sample: BitwiseCopyable, Sendable {
        var time = Timestamp.zero
        var close = 0.0
        var change = Double.nan

        mutating func take(_ candle: Candle) {
            let now = candle.close.double
            change = close > 0 && candle.openTime == time ? now / close - 1 : .nan
            (time, close) = (candle.closeTime, now)
        }
    }

    init(_ instruments: InstrumentTable) {
        first = instruments.symbol(named: "BTC/USDT") ?? .none
        second = instruments.symbol(named: "ETH/USDT") ?? .none
        newest = (Sample(), Sample())
        correlation = RollingCorrelation(period: 60)
    }

    /// −1 to 1; NaN while warming up or where one of the two is not traded.
    var value: Double { correlation.value ?? .nan }

    /// Takes a closed candle of any symbol; a pair counts once both have closed the same period.
    mutating func update(_ symbol: SymbolID, _ candle: Candle) {
        if symbol == first {
            newest.first.take(candle)
        } else if symbol == second {
            newest.second.take(candle)
        } else {
            return
        }
        guard newest.first.time == newest.second.time else { return }
        correlation.update(newest.first.change, newest.second.change)
    }
}
