import Market

/// The newest closed candle of each pair and timeframe.
struct ClosedCandles: Sendable {
    private static let timeframes = Timeframe.allCases.count
    private(set) var candles: [Candle]

    init(symbols: Int) {
        let none = Candle(
            openTime: .never, closeTime: .never, open: .absent, high: .absent, low: .absent, close: .absent,
            volume: 0, quoteVolume: 0)
        candles = Array(repeating: none, count: symbols * Self.timeframes)
    }

    init?(_ candles: [Candle], symbols: Int) {
        guard candles.count == symbols * Self.timeframes else { return nil }
        self.candles = candles
    }

    subscript(symbol: SymbolID, timeframe: Timeframe) -> Candle? {
        let place = symbol.int * Self.timeframes + Int(timeframe.rawValue)
        guard candles.indices.contains(place), candles[place].closeTime != .never else { return nil }
        return candles[place]
    }

    mutating func take(_ candle: Candle, of symbol: SymbolID, _ timeframe: Timeframe) {
        candles[symbol.int * Self.timeframes + Int(timeframe.rawValue)] = candle
    }
}
