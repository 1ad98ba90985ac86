import Configuration
import Engine
import Exchanges
import Market
import Messages

/// Holds what the levels behind a live feed do against what they were told: within a set time of silence no
/// entry goes and none is left to rest, what leaves a position is never stopped, and with the first word of
/// the market trading goes on. Each signal has one report, each fill one order, and stops are for what is
/// held.
struct TradingChecker {
    /// What it knows of a pair.
    struct Row {
        /// When the market told something of it last, monotonic ns; `nil` before it ever did.
        var heardAt: Int64?
        /// Event time of that.
        var heard = Timestamp.zero
        var price = Price.zero
        /// Books that were told whole.
        var books = 0
        /// As the feed handler says.
        var isStale = false
        /// When an entry was filled last.
        var enteredAt: Int64 = 0
    }

    /// A signal's life.
    struct Life {
        let wish: TradingDesk.Wish
        let signal: Signal
        let sentAt: Int64
        /// Whether the pair was stale then, and how many books it had told.
        let wasStale: Bool
        let booksThen: Int
        var reports = 0
        var reported = Quantity.zero
        var filled = Quantity.zero
    }

    /// How long a pair may be silent, wall time, until nothing enters it: the set time, and the tick of the
    /// clock by which it is noticed.
    private let limit: Int64
    private let staleAfter: TimeSpan
    private let settings: Settings
    private(set) var rows: [Row]
    private(set) var venue: VenueTruth
    private(set) var counts = TradingCounts()
    private(set) var breach: String?
    private var lives: [Label: Life] = [:]
    private var order: [Label] = []
    /// Those of them that have no report yet.
    private var open: [Label] = []
    private var openEntries: [ClientOrderID: SymbolID] = [:]
    private var venueFills: [VenueEvent] = []
    private var fills: UInt64 = 0

    init(_ settings: Settings) {
        self.settings = settings
        staleAfter = settings.feed.tickStaleAfter
        limit = staleAfter.nanoseconds + JoinedLevels.tick + 100_000_000
        rows = settings.instruments.symbols.map { _ in Row() }
        venue = VenueTruth(symbols: rows.count)
    }

    /// The newest price that the market told of a pair; zero before it did.
    func price(of symbol: SymbolID) -> Price { rows[symbol.int].price }

    /// Whether a signal of a kind is still worked on for a pair: one that enters and one that leaves never
    /// are at once, beside one that rests.
    func isWorking(_ wish: TradingDesk.Wish, _ symbol: SymbolID) -> Bool {
        open.contains { id in
            lives[id].map { $0.signal.symbol == symbol && ($0.wish == .rest) == (wish == .rest) } ?? false
        }
    }

    // MARK: - What goes in

    /// An event that the levels are about to be told.
    mutating func heard(_ event: MarketEvent, at now: Int64) {
        guard event.message.symbol.int < rows.count else { return }
        let place = event.message.symbol.int
        switch event.message {
        case .ticker(let ticker): if ticker.last.isPositive { rows[place].price = ticker.last }
        case .trade(let trade): rows[place].price = trade.price
        case .depth(let depth): if depth.isLast, depth.levels.count > 0 { rows[place].books += 1 }
        case .kline: break
        // The mark price tells nothing of the market.
        default: return
        }
        (rows[place].heardAt, rows[place].heard) = (now, max(event.time, rows[place].heard))
    }

    /// A signal that is about to be sent.
    mutating func sent(_ signal: Signal, for wish: TradingDesk.Wish, at now: Int64) {
        counts.signals += 1
        let row = rows[signal.symbol.int]
        if wish == .leave, row.isStale { counts.exitsInSilence += 1 }
        lives[signal.signalID] = Life(
            wish: wish, signal: signal, sentAt: now, wasStale: row.isStale, booksThen: row.books)
        order.append(signal.signalID)
        open.append(signal.signalID)
    }

    /// Nobody answered a signal.
    mutating func unanswered(_ signal: Signal, at now: Int64) {
        fail("\(signal.signalID) has no answer", now)
    }

    // MARK: - What comes out

    /// Something that was said.
    mutating func take(_ frame: Frame, at now: Int64) {
        switch frame.message {
        case .feedHealth(let health): take(health, frame.time, now)
        case .orderState(let state): take(state, now)
        case .venueEvent(let event): take(event, now)
        case .fill(let fill): take(fill, now)
        case .report(let report): take(report, now)
        default: break
        }
    }

    private mutating func take(_ health: FeedHealth, _ time: Timestamp, _ now: Int64) {
        let place = health.symbol.int
        let wasStale = rows[place].isStale
        rows[place].isStale = health.isStale
        guard health.isStale, !wasStale else { return }
        counts.silences += 1
        if time - health.lastEvent < staleAfter || health.lastEvent < rows[place].heard {
            fail("\(name(place)) is told stale at \(time), and was heard at \(rows[place].heard)", now)
        }
    }

    private mutating func take(_ state: OrderState, _ now: Int64) {
        guard state.purpose == .entry else { return }
        let id = state.clientOrderID
        if state.status.isFinal {
            openEntries[id] = nil
            guard state.reason.code == .feedStale else { return }
            counts.cancels += 1
            if !rows[state.symbol.int].isStale { fail("\(id.text) ends: \(state.reason.text)", now) }
        } else if openEntries.updateValue(state.symbol, forKey: id) == nil, isSilent(state.symbol, now) {
            fail("\(id.text) goes, and \(silence(state.symbol, now))", now)
        }
    }

    private mutating func take(_ event: VenueEvent, _ now: Int64) {
        venue.take(event)
        guard event.kind == .filled else { return }
        venueFills.append(event)
        let (place, id) = (event.symbol.int, event.clientOrderID)
        if rows[place].heardAt != now { fail("\(id.text) is filled without the market", now) }
        guard let life = lives[id.signal], life.signal.symbol == event.symbol else {
            return fail("\(id.text) is filled, and nobody wanted it", now)
        }
        if event.purpose == .entry { rows[place].enteredAt = now }
        lives[id.signal]?.filled += event.quantity
        if life.filled + event.quantity > life.signal.quantity {
            fail("\(id.text) is filled beyond the \(life.signal.quantity) of its signal", now)
        }
    }

    private mutating func take(_ fill: Fill, _ now: Int64) {
        fills += 1
        guard !venueFills.isEmpty, fill.fillID == fills else {
            return fail("fill \(fill.fillID) is told as the account's \(fills)th, or never was", now)
        }
        let event = venueFills.removeFirst()
        let isSame = fill.venueID == event.eventID && fill.quantity == event.quantity
            && fill.price == event.price && fill.clientOrderID == event.clientOrderID
        if !isSame { fail("fill \(fill) is the venue's \(event)", now) }
    }

    private mutating func take(_ report: ExecutionReport, _ now: Int64) {
        guard let life = lives[report.signalID] else {
            return fail("\(report.signalID) is reported, and nobody sent it", now)
        }
        open.removeAll { $0 == report.signalID }
        lives[report.signalID]?.reports += 1
        lives[report.signalID]?.reported = report.executedQuantity
        if life.reports > 0 { fail("\(report.signalID) is reported twice", now) }
        if report.executedQuantity != life.filled {
            fail("\(report.signalID) reports \(report.executedQuantity), filled were \(life.filled)", now)
        }
        judge(report, life, now)
    }

    private mutating func judge(_ report: ExecutionReport, _ life: Life, _ now: Int64) {
        let isForSilence = report.reason.code == .feedStale
        let said = "\(report.signalID) ends \(report.status): \(report.reason.text)"
        switch (life.wish, report.status) {
        case (.leave, .filled): counts.exits += 1
        case (.enter, .filled): counts.entries += 1
        // It rests for its time; and what takes waits as long where the pair tells no book.
        case (.rest, .expired): break
        case (.rest, .cancelled) where !isForSilence: break
        case (_, .cancelled) where !isForSilence && rows[life.signal.symbol.int].books - life.booksThen < 3:
            break
        case (.enter, _), (.rest, _):
            if !isForSilence || !rows[life.signal.symbol.int].isStale { fail(said, now) }
            if report.status == .rejected { counts.refusals += 1 }
        case (.leave, _): fail(said, now)
        }
        if life.wish != .leave, life.wasStale, !isForSilence {
            fail("\(said), and was sent in silence", now)
        }
    }

    // MARK: - What must hold

    /// All that was told and sent is handled.
    mutating func turned(at now: Int64) {
        for place in rows.indices {
            let symbol = SymbolID(place)
            if rows[place].isStale, rows[place].heardAt == now {
                fail("\(name(place)) is told stale although the market tells it", now)
            }
            if !rows[place].isStale, isSilent(symbol, now) {
                fail("\(silence(symbol, now)), and it is not told stale", now)
            }
            let (held, stopped) = (venue.positions[place], venue.stopped(symbol))
            let dust = settings.market == .spot ? settings.instruments[symbol].stepSize : Quantity(raw: 1)
            if stopped > held || held - stopped >= dust {
                fail("\(held) of \(name(place)) are held, stops rest for \(stopped)", now)
            }
        }
        for (id, symbol) in openEntries where isSilent(symbol, now) {
            fail("\(id.text) waits to enter, and \(silence(symbol, now))", now)
        }
        if let event = venueFills.first { fail("\(event.clientOrderID.text)'s fill is not told", now) }
        checkMarketOrders(now)
    }

    /// What takes is filled with the next books.
    private mutating func checkMarketOrders(_ now: Int64) {
        for id in open {
            guard let life = lives[id], life.wish != .rest else { continue }
            let books = rows[life.signal.symbol.int].books - life.booksThen
            if books > 20 { fail("\(id) is not filled after \(books) books", now) }
        }
    }

    /// All has been calm since a moment: each pair is traded again, and each signal has its report.
    mutating func finish(at now: Int64, calmSince: Int64) {
        for (place, row) in rows.enumerated() where row.enteredAt < calmSince {
            fail("\(name(place)) was not entered any more", now)
        }
        for id in order {
            guard let life = lives[id], life.wish != .rest, life.reports != 1 else { continue }
            if life.sentAt < now - 5_000_000_000 { fail("\(id) has \(life.reports) reports", now) }
        }
    }

    private func isSilent(_ symbol: SymbolID, _ now: Int64) -> Bool {
        rows[symbol.int].heardAt.map { now - $0 > limit } ?? false
    }

    private func silence(_ symbol: SymbolID, _ now: Int64) -> String {
        let age = rows[symbol.int].heardAt.map { (now - $0) / 1_000_000 } ?? 0
        return "\(name(symbol.int)) was told nothing of for \(age) ms"
    }

    private func name(_ place: Int) -> String { settings.instruments.name(SymbolID(place)) }

    private mutating func fail(_ what: String, _ now: Int64) {
        if breach == nil { breach = "at \(now / 1_000_000) ms \(what)" }
    }
}
