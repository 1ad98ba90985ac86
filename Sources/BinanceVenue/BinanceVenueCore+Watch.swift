import Exchanges
import Market
import Messages
import Stages

/// What is due by time.
extension BinanceVenueCore {
    mutating func watch(at moment: Moment) {
        let now = moment.monotonic
        while !mustWait(at: now), let act = stream.wake(at: now) { carryOut(act, at: now) }
        guard phase != .asleep else { return }
        watchClock(at: moment)
        watchLink(at: now)
        if Dues.take(&due.account, every: 60_000_000_000, at: now) {
            due.account = .max
            requests.want(.account, at: now)
            if settings.isFutures { requests.want(.symbolModes, at: now) }
        }
        watchOrders(at: moment)
        watchQuestions(at: now)
        guard phase == .running else { return }
        if now >= due.resync { return readAnew(at: moment) }
        if now >= due.disorder {
            due.disorder = .max
            words.append(.link(.up))
        }
        if Dues.take(&due.orders, every: settings.ordersEvery, at: now) { compareOrders(at: now) }
        if Dues.take(&due.positions, every: settings.positionsEvery, at: now) {
            requests.want(.positions, at: now)
        }
        if Dues.take(&due.funding, every: settings.fundingEvery, at: now) {
            let since = max(since, clock.now(moment) - .minutes(2 * 1440))
            requests.want(.funding(since: since), at: now)
        }
        for symbol in settings.instruments.symbols { watchSwitch(of: symbol, at: now) }
    }

    /// Whether no stream may be opened: on spot it draws on what the exchange wants nothing of for a while.
    private func mustWait(at now: Int64) -> Bool {
        !settings.isFutures && stream.phase == .idle && now < requests.pausedUntil
    }

    /// When the stream is to be looked at.
    var streamWakesAt: Int64 {
        let waits = !settings.isFutures && stream.phase == .idle
        return waits ? max(stream.wakesAt, requests.pausedUntil) : stream.wakesAt
    }

    mutating func carryOut(_ act: UserStream.Act, at now: Int64) {
        switch act {
        case .askForKey: requests.want(.listenKey, at: now)
        case .open(let id, let url): commands.append(.open(id, url: url))
        case .renewKey: requests.want(.keepKey, at: now)
        case .ping(let id): commands.append(.ping(id, payload: UInt64(bitPattern: now)))
        case .close(let id):
            commands.append(.close(id))
            if stream.closed(id, at: now, &chance) {
                telling.note("renews the account's stream")
                streamLost()
            }
        }
    }

    private mutating func watchClock(at moment: Moment) {
        let now = moment.monotonic
        // Within the time, only where this machine's clock was set.
        let isOld = now >= due.clock || clock.isStale(at: moment, after: .max)
        guard isOld, phase != .clock else { return }
        due.clock = now + settings.clockEvery
        requests.want(.time, at: now)
    }

    /// The venue is gone where the account's stream is away for long.
    private mutating func watchLink(at now: Int64) {
        guard phase == .running || phase == .lists, !isGone, !stream.isUp, stream.lostAt != .min,
            now - stream.lostAt > settings.goneAfter
        else { return }
        isGone = true
        words.append(.link(.down))
        requests.drop { $0.isOrder }
        for ask in asks { end(ask, neverLeft: ask.id.verb == .place && isWaiting(ask.id.order)) }
        asks.removeAll()
        for place in orders.indices where orders[place].phase == .waiting {
            orders[place].life.apply(.refused)
            orders[place].reason = Reason(.venueGone)
        }
    }

    private func isWaiting(_ id: ClientOrderID) -> Bool {
        orders.place(of: id).map { orders[$0].phase == .waiting } ?? false
    }

    private mutating func end(_ ask: VenueAsk, neverLeft: Bool) {
        words.append(.unanswered(ask.id, neverLeft ? .peerMissing : .timedOut))
    }

    /// Orders on their way: those that are too old, and those of which nobody knows whether they arrived.
    private mutating func watchOrders(at moment: Moment) {
        let now = moment.monotonic
        for place in orders.indices {
            let row = orders[place]
            switch row.phase {
            case .waiting: if isTooOld(row, at: moment) { giveUp(place) }
            case .sent:
                let isLong = row.askAt == .max && now - row.sentAt >= settings.queryEvery
                if isLong || now >= row.askAt { look(after: place, at: moment) }
            case .doubtful, .open: if now >= row.askAt { look(after: place, at: moment) }
            case .ended: if now >= row.fillsDue { wantTrades(of: row.symbol, at: moment) }
            case .absent: break
            }
        }
    }

    /// Questions that nobody answers end; what is placed has an end of its own.
    private mutating func watchQuestions(at now: Int64) {
        let isOld = { [limit = settings.longestQuestion] (ask: VenueAsk) in
            ask.id.verb != .place && now - ask.askedAt > limit
        }
        guard asks.contains(where: isOld) else { return }
        for ask in asks where isOld(ask) { end(ask, neverLeft: false) }
        asks.removeAll(where: isOld)
    }

    private func isTooOld(_ row: OutstandingOrder, at moment: Moment) -> Bool {
        if row.expires < clock.now(moment), clock.isKnown { return true }
        guard let ask = asks.first(where: { $0.id == RequestID(row.id, .place) }) else { return false }
        let limit = row.reduces ? 4 * settings.longestWait : settings.longestWait
        return moment.monotonic - ask.askedAt > limit
    }

    /// An order that never left, and is not sent any more.
    private mutating func giveUp(_ place: Int) {
        let id = orders[place].id
        requests.drop { $0.order == id && $0.isOrder }
        orders[place].reason = Reason(.timedOut)
        orders[place].life.apply(.refused)
        mirror(place)
        let late = asks.filter { $0.id.order == id && $0.id.verb == .place }
        for ask in late { end(ask, neverLeft: true) }
        asks.removeAll { $0.id.order == id && $0.id.verb == .place }
        answer(place)
    }

    /// Asks the exchange for an order.
    mutating func look(after place: Int, at moment: Moment) {
        let row = orders[place]
        guard row.phase != .waiting, row.isAlive || row.owesEnd else { return }
        orders[place].askAt = row.phase == .open ? .max : moment.monotonic + settings.queryEvery
        requests.want(.query(row.id), at: moment.monotonic)
    }

    /// The lists of open orders of those pairs that have some.
    private mutating func compareOrders(at now: Int64) {
        for symbol in settings.instruments.symbols {
            guard orders.contains(of: symbol, where: { $0.phase == .open }) else { continue }
            requests.want(.openOrders(symbol), at: now)
            let hasConditional = orders.contains(of: symbol) { $0.phase == .open && $0.isConditional }
            if hasConditional, settings.isFutures { requests.want(.openConditionals(symbol), at: now) }
        }
    }

    // MARK: - The dead-man's switch

    private mutating func watchSwitch(of symbol: SymbolID, at now: Int64) {
        guard settings.isFutures, settings.countdownMilliseconds > 0 else { return }
        let hasEntry = orders.contains(of: symbol) { $0.purpose == .entry && $0.isLimit && $0.phase == .open }
        let hasProtection = orders.contains(of: symbol) { $0.isConditional && $0.isAlive }
        let isWanted = hasEntry && !hasProtection && (held(symbol)?.isZero ?? false)
        let isHealthy =
            isFeedHealthy && stream.isUp && clock.isKnown
            && clock.error.nanoseconds <= settings.clockErrorLimit
        let act = switches[symbol.int].settle(
            isWanted: isWanted, isHealthy: isHealthy, every: settings.countdownEvery, at: now)
        switch act {
        case .renew:
            requests.drop { $0 == .countdown(symbol, milliseconds: 0) }
            requests.want(.countdown(symbol, milliseconds: settings.countdownMilliseconds), at: now)
        case .disarm:
            requests.drop { $0 == .countdown(symbol, milliseconds: settings.countdownMilliseconds) }
            requests.want(.countdown(symbol, milliseconds: 0), at: now)
        case nil: break
        }
    }

    /// What is held of a pair by all that was told, others' included; `nil` until it was.
    func held(_ symbol: SymbolID) -> Quantity? {
        bases[symbol.int].map { $0.plus(trades[symbol.int].own).plus(trades[symbol.int].foreign) }
    }
}
