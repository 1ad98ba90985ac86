import Market

public import Market

extension Indicator where Input == Double {
    /// Takes the close of a closed candle.
    @discardableResult public mutating func update(_ candle: Candle) -> Output? {
        update(candle.close.double)
    }
}

extension Indicator where Input == Bar {
    /// Takes high, low and close of a closed candle.
    @discardableResult public mutating func update(_ candle: Candle) -> Output? {
        update(Bar(candle))
    }
}
