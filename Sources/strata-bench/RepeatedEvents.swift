import Exchanges
import Market
import Messages

/// Recorded data made longer than it is, without a jump in its prices.
enum RepeatedEvents {
    /// Candles, played forwards and backwards in turn, so that each part begins where the last ended. A
    /// candle that runs backwards opens at its close.
    static func klines(_ base: [MarketEvent], count: Int) -> [MarketEvent] {
        let klines = base.compactMap { event in
            if case .kline(let kline) = event.message { kline } else { nil }
        }
        guard let first = klines.first?.openTime, let last = klines.last?.openTime else { return [] }
        let length = TimeSpan(nanoseconds: (last - first).nanoseconds + 60_000_000_000)
        var all: [MarketEvent] = []
        all.reserveCapacity(count + klines.count)
        var part: Int64 = 0
        while all.count < count {
            let start = first + length * part
            if part.isMultiple(of: 2) {
                for kline in klines { all.append(moved(kline, to: start + (kline.openTime - first))) }
            } else {
                for kline in klines.reversed() {
                    all.append(moved(turned(kline), to: start + (last - kline.openTime)))
                }
            }
            part += 1
        }
        return Array(all.prefix(count))
    }

    private static func turned(_ kline: Kline) -> Kline {
        var kline = kline
        swap(&kline.open, &kline.close)
        return kline
    }

    private static func moved(_ kline: Kline, to open: Timestamp) -> MarketEvent {
        var kline = kline
        kline.closeTime = open + (kline.closeTime - kline.openTime)
        kline.openTime = open
        return MarketEvent(.kline(kline), at: kline.closeTime)
    }

    /// One pass of ticks and book, moved in time and with ids that go on counting.
    static func ticks(_ event: MarketEvent, part: Int64, length: TimeSpan) -> MarketEvent {
        var message = event.message
        // Further apart than the ids of any recording.
        let ids = part * 1_000_000_000
        switch message {
        case .trade(var trade):
            trade.tradeID += ids
            message = .trade(trade)
        case .depth(var depth):
            depth.updateID += ids
            message = .depth(depth)
        default: break
        }
        return MarketEvent(message, at: event.time + length * part)
    }

    /// Ticks and book, repeated.
    static func ticks(_ base: [MarketEvent], count: Int) -> [MarketEvent] {
        guard let length = length(ofTicks: base) else { return [] }
        var all: [MarketEvent] = []
        all.reserveCapacity(count + base.count)
        var part: Int64 = 0
        while all.count < count {
            for event in base { all.append(ticks(event, part: part, length: length)) }
            part += 1
        }
        return Array(all.prefix(count))
    }

    /// From one pass to the next: what the recording lasts, and a second.
    static func length(ofTicks base: [MarketEvent]) -> TimeSpan? {
        guard let first = base.first, let last = base.last else { return nil }
        return TimeSpan(nanoseconds: (last.time - first.time).nanoseconds + 1_000_000_000)
    }
}
