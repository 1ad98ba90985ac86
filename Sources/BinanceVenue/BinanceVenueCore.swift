import Exchanges
import Market
import Messages
import Stages

/// An account of Binance, spot or futures, as a venue, without sockets and keys: what the executor asks and
/// what came from the exchange goes in, requests, their answers and words for the executor come out.
///
/// - A place that may have left is not sent again: the exchange is asked for it by its name. It is sent anew
///   only after two answers that it is not known, ten seconds apart, with the account's stream up and all
///   fills read.
/// - A fill is told once, by its number, whether the stream, an answer or a list told it.
/// - What was told before the books are is all that they count.
/// - Orders that a person made are known and left alone; their fills are not told, nor what they hold.
///
/// Requests go out unsigned: the shell's `RequestSigner` adds what they need of a key.
public struct BinanceVenueCore: ClientCore {
    /// The steps of the start.
    enum Phase: Sendable, Hashable { case asleep, clock, account, stream, lists, running }

    let settings: BinanceVenueSettings
    let reader: OrderReader
    let events: UserEventReader
    let paths: VenuePaths
    var clock: ServerClock
    var requests: VenueRequests
    var chance: SplitMix64
    var stream: UserStream
    var phase = Phase.asleep
    /// What was done before is known; by the settings, or since the exchange first told its time.
    var since: Timestamp
    /// Whether the start was done once: no order leaves before.
    var hasRun = false
    /// When the step began, monotonic.
    var phaseSince: Int64 = .min
    /// What of the start's step was not told yet.
    var missing: [VenueWish] = []
    var orders = OutstandingOrders()
    var asks: [VenueAsk] = []
    /// By place of their pair.
    var trades: [ToldTrades]
    var checks: [BooksCheck]
    var balanceCheck = BalanceCheck()
    var switches: [DeadMansSwitch]
    /// What is held of a pair but for the fills that came since the venue knows it; `nil` until it was told.
    var bases: [Quantity?]
    /// Fills whose order is not known yet.
    var unplaced: [ExchangeTrade] = []
    /// How often the exchange said that it does not know the order of such a fill, by its number: what it
    /// tells of orders may be behind its fills.
    var notFound: [(number: Int64, times: Int)] = []
    /// Payments of funding that were told: pair and hour.
    var paid: [FundingHour] = []
    /// Whether the last answer showed that the account can't be traded as it is set.
    var isAccountWrong = false
    /// Why it can't, as far as that was told; empty where it can.
    public internal(set) var accountFaults: [String] = []
    /// The exchange found a request's time wrong: its own is asked for before anything is signed.
    var isClockDoubted = false
    /// Whether the executor was told that the venue is gone.
    var isGone = false
    /// Whether the executor is to ask for the books once the lists are read.
    var owesLink = false
    var isFeedHealthy = true
    /// Whether nothing enters any more.
    var isWindingDown = false
    /// The exchange's words where it did not take the key at the start; nothing comes of asking again.
    public internal(set) var keyRefusal: String?
    /// The fees that the account pays, by place of the pair.
    var fees: [(maker: Double, taker: Double)]
    var leverages: [Int]
    var due = Dues()
    var words: [VenueWord] = []
    var commands: [ClientCommand] = []
    var telling = Telling()
    private var lastMoment: Int64 = .min

    /// - Throws: `BinanceVenueError` where there is no memory for the reader.
    public init(_ settings: BinanceVenueSettings) throws(BinanceVenueError) {
        guard let json = JSONReader() else { throw .noMemory }
        let names = NameTable(settings.instruments.instruments.map(\.exchangeName))
        self.settings = settings
        reader = OrderReader(json, names)
        events = UserEventReader(json, names)
        paths = VenuePaths(settings)
        clock = ServerClock(speed: settings.clockSpeed)
        since = settings.since ?? .never
        requests = VenueRequests(settings)
        stream = UserStream(settings)
        chance = SplitMix64(seed: settings.seed ^ 0x7EA1)
        let count = settings.instruments.count
        trades = Array(repeating: ToldTrades(), count: count)
        checks = Array(repeating: BooksCheck(), count: count)
        switches = Array(repeating: DeadMansSwitch(), count: count)
        bases = Array(repeating: nil, count: count)
        fees = Array(repeating: (0, 0), count: count)
        leverages = settings.leverages
    }

    // MARK: - Its owner

    /// How far the exchange's clock is ahead of the machine's, and by how much that may be wrong; `nil` where
    /// it was not told, and of a simulator's, which has a time of its own.
    public var exchangeClock: (ahead: TimeSpan, error: TimeSpan)? {
        clock.isKnown && settings.clockSpeed == nil ? (clock.offset, clock.error) : nil
    }

    /// Whether the start is done and the account's stream stands.
    public var isRunning: Bool { phase == .running && stream.isUp }

    /// What the account pays and is set to, once it runs. Of pairs with different fees the highest count.
    public var terms: VenueTerms {
        let rates = VenueRates(
            makerFee: fees.map(\.maker).max() ?? 0, takerFee: fees.map(\.taker).max() ?? 0,
            maintenanceMargin: settings.maintenanceMargin)
        return VenueTerms(
            rates: rates, instruments: settings.instruments.instruments, leverages: leverages)
    }

    /// Hands over what the executor is to hear, oldest first, once.
    public mutating func takeWords() -> [VenueWord] {
        defer { words.removeAll(keepingCapacity: true) }
        return words
    }

    /// What a person may want to know, oldest first, once.
    public mutating func takeNotices() -> [String] {
        var lines: [String] = []
        telling.takeComplaints { lines.append($0) }
        return telling.takeNotices() + lines
    }

    /// The market's data is healthy or not: without it the dead-man's switch is not renewed.
    public mutating func hear(feedIsHealthy: Bool) { isFeedHealthy = feedIsHealthy }

    // MARK: - Its shell

    /// What the shell is to do, oldest first, once.
    public mutating func takeCommands() -> [ClientCommand] {
        defer { commands.removeAll(keepingCapacity: true) }
        return commands
    }

    /// When to call `wake` at the latest.
    public var wakesAt: Int64 {
        guard phase != .asleep else { return 0 }
        var next = min(requests.wakesAt(lastMoment), streamWakesAt, due.next)
        for row in orders.rows {
            if row.isAlive { next = min(next, wakesAt(row)) }
            // What is due by now was asked for.
            if row.fillsDue > lastMoment { next = min(next, row.fillsDue) }
        }
        for ask in asks where ask.id.verb != .place {
            next = min(next, ask.askedAt + settings.longestQuestion + 1)
        }
        for one in switches {
            next = min(next, one.wakesAt(every: settings.countdownEvery, patience: settings.disarmPatience))
        }
        if !stream.isUp, !isGone, stream.lostAt != .min {
            next = min(next, stream.lostAt + settings.goneAfter + 1)
        }
        return max(next, lastMoment + Dues.tick)
    }

    /// When an order is to be looked at.
    private func wakesAt(_ row: OutstandingOrder) -> Int64 {
        switch row.phase {
        case .waiting: lastMoment + 1_000_000_000
        case .sent: row.askAt == .max ? row.sentAt + settings.queryEvery : row.askAt
        case .doubtful, .open: row.askAt
        case .ended, .absent: .max
        }
    }

    /// Time has come.
    public mutating func wake(at moment: Moment) {
        if phase == .asleep { begin(.clock, at: moment) }
        afterwards(at: moment)
    }

    /// The connection stands.
    public mutating func opened(_ connection: ConnectionID, at moment: Moment) {
        if stream.opened(connection, at: moment.monotonic) { streamOpened(at: moment) }
        afterwards(at: moment)
    }

    /// A message of the account's stream.
    public mutating func received(
        _ text: UnsafeRawBufferPointer, on connection: ConnectionID, at moment: Moment
    ) {
        guard connection == stream.connection else { return }
        stream.heard(at: moment.monotonic)
        do throws(FeedProblem) {
            take(try events.read(text), at: moment)
        } catch {
            telling.complain("got a message of the account's stream that can't be used: \(error)")
            // What it said is asked for.
            resync(at: moment)
        }
        afterwards(at: moment)
    }

    /// The exchange answered a ping.
    public mutating func ponged(_ payload: UInt64, on connection: ConnectionID, at moment: Moment) {
        if connection == stream.connection { stream.ponged(at: moment.monotonic) }
    }

    /// The connection is gone, or never came to be.
    public mutating func closed(_ connection: ConnectionID, _ end: ConnectionEnd, at moment: Moment) {
        let wasUp = stream.closed(connection, at: moment.monotonic, &chance)
        if wasUp {
            telling.note("lost the account's stream: \(end)")
            streamLost()
        }
        afterwards(at: moment)
    }

    /// A request was answered.
    public mutating func answered(
        _ request: ExchangeRequestID, _ response: HTTPResponse, at moment: Moment
    ) {
        guard let found = requests.finish(request, response, at: moment, clock) else { return }
        if let seconds = requests.pause(after: response, at: moment, clock) {
            let what = response.pausesOrdersAlone ? "place" : "ask"
            telling.note("may \(what) nothing for \(seconds) s (status \(response.status))")
        }
        take(response, to: found, at: moment)
        afterwards(at: moment)
    }

    /// A request got no answer.
    public mutating func failed(_ request: ExchangeRequestID, _ end: ConnectionEnd, at moment: Moment) {
        guard let found = requests.finish(request, nil, at: moment, clock) else { return }
        fail(found, end, at: moment)
        afterwards(at: moment)
    }

    /// Looks after everything that time or the last input made due, and sends what may go.
    mutating func afterwards(at moment: Moment) {
        lastMoment = moment.monotonic
        watch(at: moment)
        let canSign = clock.isKnown && !isClockDoubted
        while true {
            let (switches, now, patience) = (switches, moment.monotonic, settings.disarmPatience)
            let rows = orders
            let hasRun = hasRun
            let mayOrder = settings.isFutures || requests.mayOrder(at: moment, clock)
            let next = requests.next(at: moment, clock, canSign: canSign) { wish in
                // What protects on spot is taken back to be laid anew: that must be possible.
                if !mayOrder, case .cancel(let id) = wish, let place = rows.place(of: id) {
                    return rows[place].protects
                }
                guard let id = wish.placed, let place = rows.place(of: id) else { return false }
                guard hasRun else { return true }
                let row = rows[place]
                return row.isConditional && switches[row.symbol.int].holdsStops(patience, at: now)
            }
            guard let next else { return }
            send(next, at: moment)
        }
    }

    private mutating func send(_ request: VenueRequests.UnderWay, at moment: Moment) {
        let place = request.wish.order.flatMap { orders.place(of: $0) }
        let time = stamp(at: moment)
        let row = place.map { orders[$0] }
        guard var content = paths.content(of: request.wish, row, at: time) else {
            _ = requests.finish(request.id, nil, at: moment, clock)
            return
        }
        if let place, request.wish.placed != nil {
            guard orders[place].life.apply(.left) else {
                _ = requests.finish(request.id, nil, at: moment, clock)
                return
            }
            orders[place].sentAt = moment.monotonic
            mirror(place)
        }
        content.cost = requests.cost(of: request, at: clock.now(moment))
        commands.append(
            .request(
                request.id, content, base: settings.addresses.rest,
                timeoutMilliseconds: content.method == .get
                    ? settings.questionTimeoutMilliseconds : settings.requestTimeoutMilliseconds))
    }

    /// The time that a request bears: never ahead of the exchange's, however wrong our idea of it is.
    func stamp(at moment: Moment) -> Timestamp {
        let now = clock.now(moment)
        let error = TimeSpan(nanoseconds: min(clock.error.nanoseconds, settings.clockErrorLimit))
        return clock.isKnown ? now - error : now
    }
}
