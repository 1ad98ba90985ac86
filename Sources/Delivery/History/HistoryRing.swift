import Configuration
import Market
import Messages
import Wire

/// The newest closed 1m candles of each symbol: what a process that starts in mid-run warms up from.
package struct HistoryRing {
    /// How many candles of each symbol it keeps: what the longest window of any level needs.
    private let capacity: Int
    /// Candles of one answer: it stays below the largest frame.
    static let pageSize = 500

    private var candles: [[Kline]]
    private var starts: [Int]

    package init(_ settings: Settings) {
        let minutes = settings.warmUp.nanoseconds / TimeSpan.minutes(1).nanoseconds
        self.init(symbols: settings.symbols.count, capacity: Int(minutes))
    }

    package init(symbols: Int, capacity: Int) {
        self.capacity = max(1, capacity)
        candles = (0..<symbols).map { _ in
            var room: [Kline] = []
            room.reserveCapacity(max(1, capacity))
            return room
        }
        starts = [Int](repeating: 0, count: symbols)
    }

    /// Keeps a closed candle.
    package mutating func add(_ kline: Kline) {
        let symbol = kline.symbol.int
        guard kline.interval == .m1, symbol < candles.count else { return }
        if candles[symbol].count < capacity {
            candles[symbol].append(kline)
        } else {
            candles[symbol][starts[symbol]] = kline
            starts[symbol] = (starts[symbol] + 1) % capacity
        }
    }

    /// Begins anew.
    package mutating func removeAll() {
        for symbol in candles.indices { candles[symbol].removeAll(keepingCapacity: true) }
        starts = [Int](repeating: 0, count: starts.count)
    }

    /// A page of a symbol's candles, oldest first, and whether more follow.
    package func page(_ symbol: SymbolID, from offset: Int) -> (klines: [Kline], more: Bool) {
        guard symbol.int < candles.count else { return ([], false) }
        let all = candles[symbol.int]
        guard (0..<all.count).contains(offset) else { return ([], false) }
        let end = min(all.count, offset + Self.pageSize)
        return ((offset..<end).map { all[(starts[symbol.int] + $0) % all.count] }, end < all.count)
    }
}
