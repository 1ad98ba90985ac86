import Exchanges
import Market

/// An exchange that serves market data as Binance does, without its sockets: `ServerCore`.
///
/// Given the same data, terms and moments it says the same, byte for byte: it reads no clock, and what
/// happens in the market is stamped with the time at which it happens there, not with when the machine came
/// to it.
public struct ExchangeSimulator {
    /// How often streams may tell at most: all other periods are multiples.
    static let beat = TimeSpan.milliseconds(100)

    let terms: SimulatorTerms
    var clock: VenueClock
    var venues: [VenueMarket]
    var streams: [StreamTable]
    var meters: [WeightMeter]
    var clients: [SocketClient] = []
    var faults = FaultBook()
    /// What is to be done at a connection time: answers that come late, sockets that are to be cut.
    var later: [LateCommand] = []
    /// When a socket's ping, or its end, is due next: connection time.
    var nextCare = Int64.max
    /// Connection time of the newest call.
    var lastLife: Int64 = 0
    /// The market's time of the newest call.
    var lastTime = Timestamp.zero
    private var grid: Timestamp
    var news = MarketNews()
    var events: [StreamEvent] = []
    /// Who may trade, their orders by market, and which sockets hear what happens to them.
    var accounts: [Account]
    var desks: [OrderDesk]
    let assets: AssetTable
    var spotEars: [[Ear]]
    var futuresEars: [[Ear]]
    var accountEvents: [AccountEvent] = []
    /// What is still to follow from what happened: trades that orders wait for, orders that fired, and lists
    /// whose first order is filled.
    var printed: [PrintedPrice] = []
    var triggered: [Int] = []
    var released: [Int] = []
    var changedPositions: [ChangedPosition] = []
    /// Conditional orders of futures, and the places of those that wait, by contract.
    var algos: [DeskAlgo] = []
    var waitingAlgos: [[Int]]
    /// Orders that end by a date, and countdowns; and the keys of user streams.
    var expiries = TimeQueue()
    var countdowns: [Countdown] = []
    var listenKeys: [ListenKey] = []
    var commands: [ServerCommand] = []

    /// An exchange whose markets begin at this moment.
    ///
    /// - Parameters:
    ///   - markets: spot, futures, or both, each once.
    ///   - accounts: who may trade, each by a key of its own.
    public init(
        _ markets: [SimulatorMarket], _ terms: SimulatorTerms, accounts: [AccountTerms] = [],
        at moment: Moment
    ) {
        self.terms = terms
        let pairs = markets.first { $0.kind == .spot }?.symbols ?? []
        let contracts = markets.first { $0.kind == .um }?.symbols.count ?? 0
        let assets = AssetTable(pairs)
        self.assets = assets
        self.accounts = accounts.enumerated().map {
            Account($1, number: $0, assets: assets, contracts: contracts, terms)
        }
        desks = markets.map { OrderDesk(accounts: accounts.count, symbols: $0.symbols.count) }
        spotEars = Array(repeating: [], count: accounts.count)
        futuresEars = spotEars
        waitingAlgos = Array(repeating: [], count: contracts)
        let begun = MarketStart.begin(markets, terms, at: moment)
        venues = begun.venues
        clock = VenueClock(speed: terms.speed, at: moment, shows: begun.time)
        grid = begun.time.floor(to: Self.beat)
        streams = venues.map { StreamTable($0.kind, symbols: $0.symbols.count) }
        // Futures count what is asked on sockets apart: by the last meter.
        meters = (venues.map(\.kind) + [.um]).map { market in
            WeightMeter(limit: (market == .spot ? terms.spotLimits : terms.futuresLimits).weight)
        }
        run(at: moment)
    }

    /// The market's time.
    public func time(at moment: Moment) -> Timestamp { clock.time(at: moment.monotonic) }

    /// What the exchange's clock shows then.
    func stamp(_ time: Timestamp) -> Timestamp { time + clock.offset }

    func venue(_ market: MarketKind) -> Int? { venues.firstIndex { $0.kind == market } }

    /// Which meter counts what is asked of a market, by REST or on a socket.
    func meter(_ place: Int, isSocket: Bool) -> Int {
        isSocket && venues[place].kind == .um ? venues.count : place
    }

    func limits(_ market: MarketKind) -> ExchangeLimits {
        market == .spot ? terms.spotLimits : terms.futuresLimits
    }

    // MARK: Time

    /// Lets everything happen that is due: in the market by the market's time, on the sockets by theirs.
    mutating func run(at moment: Moment) {
        let time = clock.time(at: moment.monotonic)
        while step(until: time) {}
        grid = max(grid, time.floor(to: Self.beat))
        care(clock.life(at: moment.monotonic))
    }

    /// When streams may tell next; never where none does from time to time.
    var nextBeat: Timestamp { streams.contains { $0.periodic > 0 } ? grid + Self.beat : .never }

    /// What is due first: at one moment minutes end, then streams tell what was, then the market goes on.
    private mutating func step(until time: Timestamp) -> Bool {
        let next = venues.reduce(min(nextBeat, nextDeadline)) { min($0, $1.nextTime) }
        guard next <= time else { return false }
        if nextDeadline == next {
            meetDeadlines(at: next)
            return true
        }
        for place in venues.indices where venues[place].minute == next {
            venues[place].closeMinute()
            streams[place].closeMinute(venues[place].symbols, next, at: stamp(next), into: &events)
            deliver(from: place)
            fund(place, at: next)
            react(place, at: next)
            sendAccountEvents()
        }
        if nextBeat == next {
            grid = next
            for place in venues.indices where streams[place].periodic > 0 {
                streams[place].tick(venues[place].symbols, next, at: stamp(next), into: &events)
                deliver(from: place)
            }
            return true
        }
        guard let place = venues.firstIndex(where: { $0.nextTime == next }) else { return true }
        guard venues[place].play(&news) else { return true }
        publish(place)
        settle(place)
        react(place, at: next)
        sendAccountEvents()
        return true
    }

    // MARK: Events

    mutating func deliver(from place: Int) {
        guard !events.isEmpty else { return }
        let life = lastLife
        for event in events {
            let stream = streams[place][event]
            guard !faults.isEmpty else {
                send(event.bytes, stream)
                continue
            }
            var name = String(decoding: stream.name, as: UTF8.self)
            if stream.unit != .millisecond { name += "?timeUnit=MICROSECOND" }
            for bytes in faults.events(event.bytes, on: name, life: life) { send(bytes, stream) }
        }
        events.removeAll(keepingCapacity: true)
    }

    private mutating func send(_ bytes: [UInt8], _ stream: LiveStream) {
        for connection in stream.bare { commands.append(.send(connection, bytes)) }
        guard !stream.combined.isEmpty else { return }
        let wrapped = BinanceWriting.combined(stream.name, bytes)
        for connection in stream.combined { commands.append(.send(connection, wrapped)) }
    }
}
