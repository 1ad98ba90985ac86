import BinanceFeed
import ExchangeSimulator
import Exchanges
import Market

/// Who fetches history from the exchange's simulator, both in memory, on a machine whose clock the test turns.
struct HistoryDesk {
    /// 2025-05-08 00:00 UTC, where the market's own minutes begin; 1500 minutes lie before.
    static let day = Timestamp(milliseconds: 1_746_662_400_000)

    var core: HistoryCore
    var simulator: ExchangeSimulator
    var now: Int64 = 5_000_000_000
    /// Lines that came, by piece.
    var lines: [Int: [String]] = [:]
    var finished: Set<Int> = []
    var refusals: [Int: String] = [:]
    var notices: [String] = []
    /// What was asked for, in order, and when.
    var asked: [(target: String, at: Int64)] = []
    /// Requests without an answer yet, and when they are given up.
    private var open: [UInt64: Int64] = [:]

    init(
        _ market: MarketKind, _ pairs: [String] = ["BTC/USDT"], wanted: [String]? = nil, seed: UInt64 = 1,
        _ terms: SimulatorTerms = SimulatorTerms(), change: (inout BinanceFeedSettings) -> Void = { _ in }
    ) throws {
        let instruments = pairs.map {
            Instrument(
                name: $0, market: market, tickSize: Price(raw: 10_000_000), stepSize: Quantity(raw: 100_000),
                minQuantity: Quantity(raw: 100_000), maxQuantity: Quantity(120), minNotional: Money(5))
        }
        let feed = SyntheticFeed(instruments.map { ($0, Price(100_000)) }, seed: seed, from: Self.day)
        var settings = BinanceFeedSettings(
            market, at: BinanceAddresses(rest: "http://x", streams: "ws://x"), seed: seed)
        change(&settings)
        core = try HistoryCore(wanted ?? instruments.map(\.exchangeName), settings)
        simulator = ExchangeSimulator(
            [SimulatorMarket(market, instruments.map { ListedSymbol($0) }, feed: feed)], terms,
            at: Self.moment(now))
    }

    var moment: Moment { Self.moment(now) }

    private static func moment(_ now: Int64) -> Moment {
        Moment(monotonic: now, wall: day + .days(500) + TimeSpan(nanoseconds: now))
    }

    /// Lets a market go on for some minutes.
    mutating func pass(minutes: Int64) {
        now += minutes * 60_000_000_000
        simulator.wake(at: moment)
        settle()
    }

    /// Goes on until a condition holds, or nothing happens any more.
    mutating func run(hours: Int64 = 24, until holds: (HistoryDesk) -> Bool) {
        let end = now + hours * 3_600_000_000_000
        settle()
        while !holds(self) {
            let next = [core.wakesAt, open.isEmpty ? .max : simulator.wakesAt, open.values.min() ?? .max].min() ?? .max
            guard next <= end else { return }
            now = max(now + 1_000_000, next)
            for (id, due) in open where due <= now {
                open[id] = nil
                core.failed(ExchangeRequestID(id), .timedOut, at: moment)
            }
            simulator.wake(at: moment)
            if core.wakesAt <= now { core.wake(at: moment) }
            settle()
        }
    }

    /// Fetches pieces from the start to their end.
    mutating func fetch(_ pieces: [HistoryPiece], before: (inout HistoryDesk) -> Void = { _ in }) {
        run { $0.core.isReady }
        before(&self)
        for piece in pieces { core.fetch(piece) }
        core.wake(at: moment)
        run { $0.core.isIdle }
    }

    private mutating func settle() {
        while true {
            let (wanted, done) = (core.takeCommands(), simulator.takeCommands())
            for command in wanted { carryOut(command) }
            for command in done { hand(command) }
            take()
            if wanted.isEmpty, done.isEmpty { return }
        }
    }

    private mutating func carryOut(_ command: ClientCommand) {
        guard case .request(let id, let request, _, let milliseconds) = command else { return }
        asked.append((request.target, now))
        open[id.value] = now + Int64(milliseconds) * 1_000_000
        simulator.requested(id, request, at: moment)
    }

    private mutating func hand(_ command: ServerCommand) {
        switch command {
        case .answer(let id, let response):
            if open.removeValue(forKey: id.value) != nil { core.answered(id, response, at: moment) }
        case .drop(let id):
            if open.removeValue(forKey: id.value) != nil { core.failed(id, .lost("cut"), at: moment) }
        default: break
        }
    }

    private mutating func take() {
        for event in core.takeEvents() {
            switch event {
            case .rows(let piece, let bytes, let count, _):
                let new = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
                precondition(new.count == count)
                lines[piece, default: []] += new
            case .finished(let piece): finished.insert(piece)
            case .failed(let piece, let why): refusals[piece] = why
            }
        }
        notices += core.takeNotices()
    }
}
