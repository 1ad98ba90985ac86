import Messages
import RiskMath

extension PairCorrelation {
    /// Takes a closed 1m candle; those of other intervals change nothing.
    public mutating func update(_ kline: Kline) {
        if kline.interval == .m1 { update(kline.symbol, kline.close, at: kline.closeTime) }
    }
}
