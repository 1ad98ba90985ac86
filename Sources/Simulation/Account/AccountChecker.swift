import ExchangeSimulator
import Exchanges
import Executor
import Market
import Messages
import Stages

/// Holds what the executor keeps and says of its account against what is so at the exchange.
struct AccountChecker {
    /// For how long a position may be without a stop of its size while the executor is there and may talk to
    /// the exchange: a stop whose request is lost is proven lost after some 17 s, and its successor may be
    /// lost as well; and where a minute's weight is used up, that is to its end.
    static let bareLimit: Int64 = 45_000_000_000
    static let bareLimitOfMinute: Int64 = 75_000_000_000
    /// When the exchange told to wait, so much sooner may the next request come: requests overtake answers.
    private static let haste: Int64 = 1_500_000_000

    let instruments: InstrumentTable
    private let isFutures: Bool
    private let bareLimit: Int64
    private(set) var breach: String?
    private(set) var counts = AccountCounts()
    private var bareSince: [Int64?]
    /// Pairs of which the executor said that its books differ from the account's, or that something is gone.
    private(set) var alarms: [ReasonCode] = []
    /// Asks of this life of the executor and how they ended.
    private var asked: [RequestID: Int] = [:]
    private var ended: [RequestID: Int] = [:]
    private var pausedUntil: Int64 = .min
    private var ordersPausedUntil: Int64 = .min
    /// Pairs of the stops that were asked for, and those pairs of which one was taken back while no order
    /// could follow.
    private var stopped: [ClientOrderID: SymbolID] = [:]
    private var bared: Set<SymbolID> = []
    private var notices: [String] = []

    init(_ instruments: InstrumentTable, isFutures: Bool, _ trouble: AccountTrouble) {
        (self.instruments, self.isFutures) = (instruments, isFutures)
        bareLimit = trouble == .weight || trouble == .all ? Self.bareLimitOfMinute : Self.bareLimit
        bareSince = Array(repeating: nil, count: instruments.count)
    }

    mutating func fail(_ what: String, _ now: Int64) {
        guard breach == nil else { return }
        let told = notices.suffix(8).joined(separator: "\n    ")
        breach = "at \(now / 1_000_000) ms \(what)\n    \(told)"
    }

    // MARK: - What it hears

    mutating func take(notice: String) { notices.append(notice) }

    mutating func hear(_ message: Message, at now: Int64) {
        guard case .alert(let alert) = message else { return }
        alarms.append(alert.reason.code)
        counts.differences += 1
        notices.append("\(now / 1_000_000) ms alert: \(alert.reason.text)")
        if alert.halted { fail("trading halted: \(alert.reason.text)", now) }
    }

    mutating func asks(_ id: RequestID, _ message: Message) {
        asked[id, default: 0] += 1
        if case .place(let intent) = message, intent.purpose == .stop { stopped[id.order] = intent.symbol }
    }

    mutating func ends(_ word: VenueWord, at now: Int64) {
        let id: RequestID
        switch word {
        case .answered(let told, _), .unanswered(let told, _): id = told
        case .event, .link: return
        }
        ended[id, default: 0] += 1
        if ended[id, default: 0] > asked[id, default: 0] { fail("\(id) was answered twice", now) }
    }

    mutating func died() {
        asked.removeAll()
        ended.removeAll()
        (pausedUntil, ordersPausedUntil) = (.min, .min)
        counts.deaths += 1
    }

    /// A request leaves.
    mutating func sends(_ request: HTTPRequest, at now: Int64) {
        counts.requests += 1
        let isOrder = (request.cost?.orders ?? 0) > 0
        if now < pausedUntil || isOrder && now < ordersPausedUntil {
            fail("asks \(request.target) though it was told to wait", now)
        }
        guard now < ordersPausedUntil, request.method == .delete else { return }
        for (stop, symbol) in stopped where request.target.contains("Id=\(stop.text)&") {
            // What locks what it sells is taken back to be laid anew, or for an exit.
            if !isFutures { fail("takes \(stop.text) back though no order may follow", now) }
            bared.insert(symbol)
        }
    }

    /// An answer arrives.
    mutating func arrives(_ response: HTTPResponse, isClockOff: Bool, at now: Int64) {
        if let seconds = response.pauseSeconds {
            let end = now + seconds * 1_000_000_000 - Self.haste
            if response.pausesOrdersAlone {
                if now >= ordersPausedUntil { bared.removeAll() }
                ordersPausedUntil = max(ordersPausedUntil, end)
            } else {
                pausedUntil = max(pausedUntil, end)
            }
        }
        guard response.status == 400 else { return }
        let text = String(decoding: response.body, as: UTF8.self)
        if text.contains("-1022") { fail("signed falsely: \(text)", now) }
        if text.contains("-1021"), !isClockOff { fail("is late by its clock: \(text)", now) }
    }

    // MARK: - Stops

    /// Looks at a pair's stops: `isExcused` while nobody can place one. While the exchange wants no orders
    /// none comes; that one goes is no affair of that.
    mutating func watch(_ symbol: SymbolID, _ truth: ProtectionTruth, isExcused: Bool, at now: Int64) {
        let isPaused = now < pausedUntil || now < ordersPausedUntil && !bared.contains(symbol)
        guard isBare(symbol, truth), !isExcused, !isPaused else {
            bareSince[symbol.int] = nil
            return
        }
        let since = bareSince[symbol.int] ?? now
        bareSince[symbol.int] = since
        counts.longestBare = max(counts.longestBare, Int((now - since) / 1_000_000))
        guard now - since > bareLimit else { return }
        let name = instruments.name(symbol)
        let what = "\(name) holds \(truth.held) and has stops for \(truth.stops)"
        fail("\(what) since \(since / 1_000_000) ms", now)
    }

    /// Whether something is held that no stop rests for; on spot each trade leaves dust.
    private func isBare(_ symbol: SymbolID, _ truth: ProtectionTruth) -> Bool {
        guard truth.stops < truth.held.magnitude, !isFutures else {
            return truth.stops < truth.held.magnitude
        }
        let value = (truth.held - truth.stops).notional(at: truth.last) ?? .zero
        return value > instruments[symbol].minNotional + instruments[symbol].minNotional
    }

    // MARK: - The end

    /// Everything went as it should for a while: nothing may be open.
    mutating func finish(
        _ desk: SubmissionDesk, _ disk: Disk, _ truth: AccountTruth, _ trouble: AccountTrouble, at now: Int64
    ) {
        checkAsks(now)
        checkNames(truth, now)
        checkOrders(desk, disk, truth, trouble, now)
        checkRest(truth, now)
        let kept = KeptAccount(disk, instruments)
        if !kept.doubledFills.isEmpty { fail("fills were kept twice: \(kept.doubledFills)", now) }
        checkFills(kept, truth, isWhole: trouble != .truncated, now)
        checkHoldings(kept, truth, trouble, now)
        counts.fills = kept.fills.count
        counts.brackets = kept.fills.count { $0.purpose == .stop || $0.purpose == .target }
        counts.funding = kept.payments
        let taken = desk.rows.filter { $0.isTaken == true }
        counts.refusals = desk.rows.count - taken.count
        counts.exits = taken.count { $0.order.intent.reduces }
        counts.entries = taken.count - counts.exits
    }

    private mutating func checkAsks(_ now: Int64) {
        for (id, count) in asked where ended[id, default: 0] != count {
            return fail("\(id) was asked \(count) times and ended \(ended[id, default: 0]) times", now)
        }
    }

    /// No entry and no exit was taken twice, and no stop or target is there twice.
    private mutating func checkNames(_ truth: AccountTruth, _ now: Int64) {
        var taken: [ClientOrderID: Int] = [:]
        for order in truth.orders {
            let isBracket = Self.isStop(order.id) != nil
            if !isBracket || order.isOpen || order.filled.isPositive { taken[order.id, default: 0] += 1 }
        }
        for (id, count) in taken where count > 1 {
            return fail("the exchange took \(id.text) \(count) times", now)
        }
    }

    /// Whether a name is a stop's; `nil` where it is neither a stop's nor a target's.
    private static func isStop(_ id: ClientOrderID) -> Bool? {
        id.bracketLeg.map { $0 == ClientOrderID.stopLeg }
    }

    /// Of each order that the executor took an end is known, and it is the exchange's.
    private mutating func checkOrders(
        _ desk: SubmissionDesk, _ disk: Disk, _ truth: AccountTruth, _ trouble: AccountTrouble,
        _ now: Int64
    ) {
        let orders = disk.records.compactMap { (record: Record) -> OrderRecord? in
            if case .order(let order) = record { order } else { nil }
        }
        for row in desk.rows {
            let there = truth.orders.filter { $0.id == row.id }
            let filled = there.reduce(Quantity.zero) { $0 + $1.filled }
            if there.contains(where: { $0.isOpen }) { return fail("\(row.id.text) is open still", now) }
            guard row.isTaken == true, !row.isForgotten else {
                if row.isTaken == false, filled.isPositive {
                    return fail("\(row.id.text) was refused, and filled", now)
                }
                continue
            }
            let kept = orders.first { $0.intent.clientOrderID == row.id }
            guard let order = kept, order.status.isFinal else {
                return fail("\(row.id.text) has no end: \(kept?.status ?? .pending)", now)
            }
            let isWhole = order.executedQuantity == filled
            guard isWhole || trouble == .truncated && order.executedQuantity < filled else {
                let told = "\(row.id.text) is kept with \(order.executedQuantity) filled"
                return fail("\(told); the exchange filled \(filled)", now)
            }
        }
    }

    /// Nothing of Strata's is open but what protects a position, for no more than that.
    private mutating func checkRest(_ truth: AccountTruth, _ now: Int64) {
        for symbol in instruments.symbols {
            for isStop in [true, false] {
                let resting = truth.orders.filter {
                    $0.isOpen && $0.symbol == symbol && Self.isStop($0.id) == isStop
                }
                let sum = resting.reduce(Quantity.zero) { $0 + $1.left }
                guard sum > truth.held[symbol.int].magnitude else { continue }
                let name = instruments.name(symbol)
                return fail("\(name) holds \(truth.held[symbol.int]), and \(sum) is to close it", now)
            }
        }
        for order in truth.orders where order.isOpen {
            let held = truth.held[order.symbol.int]
            let protects = order.side == .sell ? held.raw > 0 : held.raw < 0
            if !protects { return fail("\(order.id.text) is left open", now) }
        }
    }

    private mutating func checkFills(
        _ kept: KeptAccount, _ truth: AccountTruth, isWhole: Bool, _ now: Int64
    ) {
        var rest = kept.fills
        for trade in truth.trades where trade.order != nil || trade.isForced {
            let place = rest.firstIndex {
                $0.symbol == trade.symbol && $0.venueID == UInt64(trade.number)
            }
            guard let place else {
                if isWhole { return fail("the fill \(trade.number) is not in the books", now) }
                continue
            }
            let fill = rest.remove(at: place)
            let isSame = fill.side == trade.side && fill.price == trade.price
                && fill.quantity == trade.quantity && fill.isMaker == trade.isMaker
                && fill.clientOrderID.signal == (trade.order?.signal ?? fill.clientOrderID.signal)
            let fee = trade.feeAsset == "USDT" ? Money(raw: trade.fee) : fill.fee
            if !isSame || fill.fee != fee {
                return fail("\(fill) is in the books, the exchange has \(trade)", now)
            }
        }
        if let other = rest.first { fail("\(other) is in the books, and no fill of Strata's there", now) }
    }

    /// What a trade moved: on spot less than was bought where its fee was taken from that.
    private func received(_ trade: AccountTruth.Trade) -> Quantity {
        let isInBase = !isFutures && "\(trade.feeAsset)" == instruments[trade.symbol].base
        return isInBase ? trade.quantity - Quantity(raw: trade.fee) : trade.quantity
    }

    private mutating func checkHoldings(
        _ kept: KeptAccount, _ truth: AccountTruth, _ trouble: AccountTrouble, _ now: Int64
    ) {
        for symbol in instruments.symbols {
            let (row, name) = (kept.accounts[symbol.int], instruments.name(symbol))
            let foreign = truth.trades.filter { $0.symbol == symbol && $0.order == nil && !$0.isForced }
                .reduce(Quantity.zero) { $0 + Quantity(raw: $1.side.sign * received($1).raw) }
            // A person's own position is left alone; one of Strata's that a person closed is gone.
            let held = truth.held[symbol.int] - (trouble == .handOrder ? foreign : .zero)
            if row.total != held {
                return fail("\(name) is \(row.total) in the books, \(held) at the exchange", now)
            }
            // What fills closed that nobody tells any more is in the balance alone.
            if trouble != .truncated, let wrong = kept.difference(of: symbol) {
                return fail("\(name): \(wrong)", now)
            }
        }
        guard !trouble.hasHand else { return }
        // Shares of a cost are rounded once here and once there.
        let apart = (Money(raw: kept.wallet.total.raw) - truth.wallet).magnitude
        if apart.raw > 4 * Int64(max(1, kept.fills.count)) {
            fail("the wallet is \(kept.wallet.total) in the books, \(truth.wallet) at the exchange", now)
        }
    }
}
