import Exchanges
import Market

/// The minutes of one symbol, one after the other without a hole, and longer candles made of them.
struct CandleStore: Sendable {
    private(set) var closed: [ExchangeCandle] = []
    /// The minute that is still open; `nil` before the first price.
    private(set) var current: ExchangeCandle?

    /// The newest price; `nil` before the first.
    var lastPrice: Price? { current?.close ?? closed.last?.close }

    /// Takes a candle of the time before, which came to be without the simulator.
    mutating func addHistory(_ candle: ExchangeCandle) {
        if let last = closed.last {
            guard candle.openTime > last.openTime else { return }
            fill(upTo: candle.openTime)
        }
        closed.append(candle)
    }

    /// A price without a trade, where there is none yet.
    mutating func begin(at price: Price, in minute: Timestamp) {
        guard current == nil else { return }
        if !closed.isEmpty { fill(upTo: minute) }
        current = ExchangeCandle(openTime: minute, price: closed.last?.close ?? price)
    }

    /// Adds a trade of the open minute.
    mutating func add(_ trade: PrintedTrade) {
        let minute = trade.time.floor(to: .minutes(1))
        if current == nil { begin(at: trade.price, in: minute) }
        close(before: minute)
        current?.add(trade)
    }

    /// Closes the open minute where it ended before a moment, and those without a trade after it.
    mutating func close(before minute: Timestamp) {
        guard let open = current, open.openTime < minute else { return }
        closed.append(open)
        fill(upTo: minute)
        current = ExchangeCandle(openTime: minute, price: open.close)
    }

    private mutating func fill(upTo minute: Timestamp) {
        guard let last = closed.last else { return }
        var next = last.openTime + .minutes(1)
        while next < minute {
            closed.append(ExchangeCandle(openTime: next, price: last.close))
            next = next + .minutes(1)
        }
    }

    /// The first minute that is known.
    var firstTime: Timestamp? { closed.first?.openTime ?? current?.openTime }

    /// The minutes from one moment up to but not including another as one candle; `nil` where none is known.
    func fold(from start: Timestamp, upTo end: Timestamp) -> ExchangeCandle? {
        var folded: ExchangeCandle?
        for index in places(from: start, upTo: end) { Self.join(closed[index], to: &folded) }
        if let current, current.openTime >= start, current.openTime < end { Self.join(current, to: &folded) }
        folded?.openTime = start
        return folded
    }

    private static func join(_ candle: ExchangeCandle, to folded: inout ExchangeCandle?) {
        if folded == nil { folded = candle } else { folded?.merge(candle) }
    }

    /// Places of the closed minutes between two moments.
    private func places(from start: Timestamp, upTo end: Timestamp) -> Range<Int> {
        guard let first = closed.first?.openTime else { return 0..<0 }
        func place(_ time: Timestamp) -> Int {
            let minutes = ((time - first).nanoseconds + 59_999_999_999) / 60_000_000_000
            return Int(min(max(0, minutes), Int64(closed.count)))
        }
        let (low, high) = (place(start), place(end))
        return low..<max(low, high)
    }
}
