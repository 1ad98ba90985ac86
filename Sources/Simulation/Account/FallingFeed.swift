import ExchangeSimulator
import Exchanges
import Market
import Messages

/// A market that is made up from a seed and falls to the half between two minutes.
struct FallingFeed: FeedPort {
    private var inner: SyntheticFeed
    private let instruments: InstrumentTable
    private let falls: Timestamp

    init(_ inner: SyntheticFeed, _ instruments: InstrumentTable, at falls: Timestamp) {
        (self.inner, self.instruments, self.falls) = (inner, instruments, falls)
    }

    var name: String { inner.name }
    var isLive: Bool { false }
    var history: [Kline] { inner.history }
    var complaints: FeedComplaints { inner.complaints }

    mutating func next() -> FeedWord {
        guard case .event(let event) = inner.next(), case .kline(var kline) = event.message else {
            return .end
        }
        guard kline.openTime >= falls else { return .event(event) }
        let tick = instruments[kline.symbol].tickSize
        let fallen = { (price: Price) in price.scaled(by: 0.5).rounded(to: tick, .nearest) }
        (kline.open, kline.close) = (fallen(kline.open), fallen(kline.close))
        (kline.high, kline.low) = (fallen(kline.high), fallen(kline.low))
        return .event(MarketEvent(.kline(kline), at: event.time))
    }
}
