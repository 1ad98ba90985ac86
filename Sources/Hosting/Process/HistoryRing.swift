import Market
import Messages
import Wire

/// The newest closed 1m candles of each symbol: what a process that starts in mid-run warms up from.
struct HistoryRing {
    /// Enough for L3's percentile of 15m volatility: (200 + 20) · 15 minutes.
    static let capacity = 3600
    /// Candles of one answer: it stays below the largest frame.
    static let pageSize = 500

    private var candles: [[Kline]]
    private var starts: [Int]

    init(symbols: Int) {
        candles = (0..<symbols).map { _ in
            var room: [Kline] = []
            room.reserveCapacity(Self.capacity)
            return room
        }
        starts = [Int](repeating: 0, count: symbols)
    }

    mutating func add(_ kline: Kline) {
        let symbol = kline.symbol.int
        guard kline.interval == .m1, symbol < candles.count else { return }
        if candles[symbol].count < Self.capacity {
            candles[symbol].append(kline)
        } else {
            candles[symbol][starts[symbol]] = kline
            starts[symbol] = (starts[symbol] + 1) % Self.capacity
        }
    }

    /// A page of a symbol's candles, oldest first, and whether more follow.
    func page(_ symbol: SymbolID, from offset: Int) -> (klines: [Kline], more: Bool) {
        guard symbol.int < candles.count else { return ([], false) }
        let all = candles[symbol.int]
        guard (0..<all.count).contains(offset) else { return ([], false) }
        let end = min(all.count, offset + Self.pageSize)
        return ((offset..<end).map { all[(starts[symbol.int] + $0) % all.count] }, end < all.count)
    }
}
