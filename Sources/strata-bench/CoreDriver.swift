import BinanceFeed
import Exchanges
import Hosting
import Market
import Stages

/// A core of the live feed that stands, and the exchange that answers it.
struct CoreDriver {
    private var core: BinanceFeedCore
    private let feed = PushedFeed("binance")
    private let snapshot: [UInt8]
    private var now: Int64 = 1_000_000_000
    private var connection = ConnectionID(0)
    private(set) var events = 0

    init(_ recording: FeedRecording) throws(HostError) {
        let instrument = Instrument(
            name: "BTC/USDT", market: recording.kind, tickSize: Price(raw: 1_000_000),
            stepSize: Quantity(raw: 1000), minQuantity: Quantity(raw: 1000), maxQuantity: Quantity(9000),
            minNotional: .zero)
        var settings = BinanceFeedSettings(recording.kind, at: .mainnet(recording.kind), seed: 1)
        settings.historyCandles = 0
        settings.singleTrades = true
        do throws(BinanceFeedError) {
            core = try BinanceFeedCore(InstrumentTable([instrument]), settings)
        } catch { throw .failed("\(error)") }
        snapshot = recording.snapshot
        core.wake(at: moment)
        settle()
    }

    private var moment: Moment {
        Moment(monotonic: now, wall: Timestamp(nanoseconds: 1_723_161_253_000_000_000 + now))
    }

    mutating func give(_ message: [UInt8]) {
        now += 100_000
        let at = moment
        message.withUnsafeBytes { core.received($0, on: connection, at: at) }
        if core.wakesAt <= now { core.wake(at: at) }
        if core.isReady { core.takeEvents(into: feed) }
        while case .event = feed.next() { events += 1 }
        settle()
    }

    private mutating func settle() {
        for command in core.takeCommands() {
            switch command {
            case .open(let id, _):
                if connection.value == 0 { connection = id }
                core.opened(id, at: moment)
            case .request(let id, let request, _, _):
                core.answered(id, HTTPResponse(status: 200, body: answer(request.target)), at: moment)
            case .send, .ping, .close, .sendSigned: continue
            }
            settle()
        }
    }

    private func answer(_ target: String) -> [UInt8] {
        if target.hasSuffix("/time") { return Array("{\"serverTime\":\(moment.wall.milliseconds)}".utf8) }
        guard target.hasSuffix("/exchangeInfo") else { return snapshot }
        return Array("{\"rateLimits\":[],\"symbols\":[{\"symbol\":\"BTCUSDT\",\"status\":\"TRADING\"}]}".utf8)
    }
}
