import Configuration
import Glibc
import Market
import Messages

/// One-minute candles that nobody traded: a random walk per symbol with regimes (trends and calm), jumps,
/// thin minutes, and holes in time.
struct SyntheticMarket {
    private struct Walk {
        var price: Double
        var drift = 0.0
        var volatility = 0.001
        var regimeEnds = 0
        var silentUntil = 0
    }

    private let instruments: InstrumentTable
    private var chance: SplitMix64
    private var walks: [Walk]
    private var minute = 0
    /// Minutes in which nobody trades anything.
    private var quiet = 0
    private let start: Timestamp
    /// Whether minutes may be missing.
    var hasHoles = true

    init(_ instruments: InstrumentTable, seed: UInt64, start: Timestamp, prices: [Double]? = nil) {
        self.instruments = instruments
        self.start = start
        chance = SplitMix64(spreading: seed)
        let first = prices ?? [50_000, 3_000, 150, 1, 1, 1]
        walks = instruments.symbols.map { Walk(price: first[min($0.int, first.count - 1)]) }
    }

    /// Leaves minutes out.
    mutating func skip(minutes: Int) { minute += minutes }

    /// The last prices, USDT.
    var prices: [Double] { walks.map(\.price) }

    /// The candles of the next minute, in the order of the symbols; fewer where there is a hole.
    mutating func nextMinute() -> [Kline] {
        let open = start + .minutes(Int64(minute))
        minute += 1
        if hasHoles, quiet > 0 {
            quiet -= 1
            return []
        }
        if hasHoles, chance.happens(0.002) { quiet = chance.pick(2...40) }
        return instruments.symbols.compactMap { symbol in
            candle(symbol, at: open)
        }
    }

    private mutating func candle(_ symbol: SymbolID, at open: Timestamp) -> Kline? {
        if minute > walks[symbol.int].regimeEnds { changeRegime(symbol.int) }
        let walk = walks[symbol.int]
        var moves = (0..<4).map { _ in walk.drift / 4 + walk.volatility / 2 * chance.normal() }
        if chance.happens(0.002) { moves[3] += walk.volatility * Double(chance.pick(-8...8)) }
        var prices = [walk.price]
        for move in moves { prices.append(prices[prices.count - 1] * exp(move)) }
        walks[symbol.int].price = prices[4]
        if hasHoles, chance.happens(0.0006) { walks[symbol.int].silentUntil = minute + chance.pick(2...15) }
        guard minute >= walk.silentUntil else { return nil }
        return kline(symbol, open, prices)
    }

    private mutating func changeRegime(_ place: Int) {
        walks[place].regimeEnds = minute + chance.pick(30...120)
        walks[place].volatility = [0.0006, 0.0012, 0.0025][chance.pick(0...2)]
        walks[place].drift = [0, 0.5, -0.5][chance.pick(0...2)] * walks[place].volatility
    }

    private mutating func kline(_ symbol: SymbolID, _ open: Timestamp, _ prices: [Double]) -> Kline {
        let tick = instruments[symbol].tickSize
        func onGrid(_ value: Double, _ rounding: Rounding) -> Price {
            (Price(value) ?? tick).rounded(to: tick, rounding)
        }
        var kline = Kline()
        kline.symbol = symbol
        kline.openTime = open
        kline.closeTime = open + .minutes(1)
        kline.open = onGrid(prices[0], .nearest)
        kline.close = onGrid(prices[4], .nearest)
        kline.high = max(max(kline.open, kline.close), onGrid(prices.max() ?? prices[0], .up))
        kline.low = min(min(kline.open, kline.close), onGrid(prices.min() ?? prices[0], .down))
        // A thin minute fills a part of an order alone.
        kline.quoteVolume = chance.happens(0.15) ? 200 + 2_500 * chance.fraction() : 900_000
        kline.volume = kline.quoteVolume / prices[4]
        return kline
    }
}
