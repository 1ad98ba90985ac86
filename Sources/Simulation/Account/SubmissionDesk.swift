import Market
import Messages
import Stages

/// Somebody in place of the levels: submits approved entries with stops and targets, reductions and cancels,
/// asks about each until its end is known, and submits again what was not answered.
struct SubmissionDesk {
    /// An order and what is known of it.
    struct Row {
        let order: SubmitOrder
        let sentAt: Int64
        /// Whether the executor took it; `nil` until it answers.
        var isTaken: Bool?
        var status = OrderStatus.pending
        /// Why it was refused.
        var reason = Reason()
        /// The executor doesn't know it, after it began anew from less than it had kept.
        var isForgotten = false
        /// When it is taken back, monotonic; never where it is `.max`.
        var cancelAt = Int64.max

        var id: ClientOrderID { order.intent.clientOrderID }
        var isOver: Bool { isTaken == false || isForgotten || status.isFinal }
    }

    private static let second: Int64 = 1_000_000_000

    private let instruments: InstrumentTable
    private var chance: SplitMix64
    private(set) var rows: [Row] = []
    private var held: [Quantity]
    /// When the next is done, monotonic.
    private(set) var due: Int64
    /// Acts more often.
    var isEager = false
    /// Does nothing more but take back what rests, or closes what is held besides.
    var isSettling = false
    var isLeaving = false
    /// Enters on one side alone.
    var buysOnly = false
    private var count = 0

    init(_ instruments: InstrumentTable, seed: UInt64, from start: Int64) {
        self.instruments = instruments
        chance = SplitMix64(spreading: seed)
        held = Array(repeating: .zero, count: instruments.count)
        due = start
    }

    /// Does something soon.
    mutating func hurry(at now: Int64) { due = min(due, now + chance.milliseconds(0...300)) }

    // MARK: - What it hears

    mutating func hear(_ message: Message) {
        switch message {
        case .account(let account) where account.symbol.int < held.count:
            held[account.symbol.int] = account.total
        case .orderState(let state):
            guard let place = rows.lastIndex(where: { $0.id == state.clientOrderID }) else { return }
            rows[place].status = state.status
        default: break
        }
    }

    mutating func answered(_ id: RequestID, _ message: Message) {
        guard let place = rows.lastIndex(where: { $0.id == id.order }) else { return }
        switch message {
        case .submitAnswer(let answer):
            rows[place].isTaken = answer.accepted
            rows[place].reason = answer.reason
            if answer.accepted { rows[place].isForgotten = false }
        case .orderState(let state): rows[place].status = state.status
        case .acknowledge(let answer) where id.verb == .orderQuery && answer.reason.code == .unknownOrder:
            if rows[place].isTaken != nil { rows[place].isForgotten = true }
        default: break
        }
    }

    /// What it asks of an executor that has just begun: about what is not over, and again what got no answer.
    mutating func greet() -> [(RequestID, Message)] {
        held = held.map { _ in .zero }
        return rows.filter { !$0.isOver }.map { row in
            guard row.isTaken != nil else { return (RequestID(row.id, .submit), .submit(row.order)) }
            var query = OrderQuery()
            (query.clientOrderID, query.symbol) = (row.id, row.order.intent.symbol)
            return (RequestID(row.id, .orderQuery), .orderQuery(query))
        }
    }

    // MARK: - What it does

    /// What it asks now.
    mutating func act(
        at now: Int64, _ time: Timestamp, price: (SymbolID) -> Price
    ) -> [(RequestID, Message)] {
        due = now + (isEager ? chance.milliseconds(300...3000) : chance.milliseconds(1000...8000))
        if let place = rows.firstIndex(where: { !$0.isOver && !$0.order.intent.reduces && isToEnd($0, now) })
        {
            rows[place].cancelAt = now + 10 * Self.second
            return [cancel(rows[place], time)]
        }
        let symbol = SymbolID(chance.pick(0...(instruments.count - 1)))
        let last = price(symbol)
        guard last.isPositive else { return [] }
        if !held[symbol.int].isZero, isLeaving || !isSettling && chance.happens(0.25) {
            return leave(symbol, last, now, time)
        }
        return isSettling ? [] : enter(symbol, last, now, time)
    }

    private func isToEnd(_ row: Row, _ now: Int64) -> Bool {
        isSettling ? row.cancelAt > now + 10 * Self.second || row.cancelAt <= now : row.cancelAt <= now
    }

    private func cancel(_ row: Row, _ time: Timestamp) -> (RequestID, Message) {
        var order = CancelOrder()
        (order.clientOrderID, order.symbol) = (row.id, row.order.intent.symbol)
        order.expires = time + .seconds(10)
        return (RequestID(row.id, .cancel), .cancel(order))
    }

    private mutating func enter(
        _ symbol: SymbolID, _ last: Price, _ now: Int64, _ time: Timestamp
    ) -> [(RequestID, Message)] {
        let instrument = instruments[symbol]
        var intent = blank(symbol, last, time)
        let sells = held[symbol.int].raw < 0 || held[symbol.int].isZero && chance.happens(0.4)
        intent.side = sells ? .sell : .buy
        if buysOnly { intent.side = .buy }
        let value = Double(chance.pick(300...4000))
        intent.quantity = (Quantity(value / last.double) ?? .zero).rounded(to: instrument.stepSize, .up)
        let sign = Double(intent.side.sign)
        if chance.happens(0.5) {
            intent.orderType = .limit
            let away = [0.0, 0.0002, 0.0006, 0.02][chance.pick(0...3)]
            intent.price = last.scaled(by: 1 - sign * away).rounded(to: instrument.tickSize, .nearest)
        }
        let (stop, target) = (0.0003 + 0.0015 * chance.fraction(), 0.0003 + 0.002 * chance.fraction())
        intent.stopLoss = last.scaled(by: 1 - sign * stop).rounded(to: instrument.tickSize, .nearest)
        let aim = last.scaled(by: 1 + sign * target).rounded(to: instrument.tickSize, .nearest)
        if chance.happens(0.8) { intent.takeProfit = aim }
        var row = Row(order: submit(intent, time), sentAt: now)
        if intent.orderType == .limit { row.cancelAt = now + chance.milliseconds(3000...180_000) }
        rows.append(row)
        return [(RequestID(row.id, .submit), .submit(row.order))]
    }

    private mutating func leave(
        _ symbol: SymbolID, _ last: Price, _ now: Int64, _ time: Timestamp
    ) -> [(RequestID, Message)] {
        var intent = blank(symbol, last, time)
        let (all, step) = (held[symbol.int].magnitude, instruments[symbol].stepSize)
        (intent.purpose, intent.side) = (.exit, held[symbol.int].raw > 0 ? .sell : .buy)
        let part = chance.happens(0.5) || isLeaving ? all : Quantity(raw: all.raw / 2)
        intent.quantity = part.rounded(to: step, .down)
        guard intent.quantity.isPositive else { return [] }
        let row = Row(order: submit(intent, time), sentAt: now)
        rows.append(row)
        return [(RequestID(row.id, .submit), .submit(row.order))]
    }

    private mutating func blank(_ symbol: SymbolID, _ last: Price, _ time: Timestamp) -> OrderIntent {
        count += 1
        var intent = OrderIntent()
        intent.clientOrderID = ClientOrderID(signal: Label(clipping: "d\(count)"), leg: 1)
        (intent.symbol, intent.referencePrice) = (symbol, last)
        intent.expires = time + .seconds(90)
        return intent
    }

    private func submit(_ intent: OrderIntent, _ time: Timestamp) -> SubmitOrder {
        var order = SubmitOrder()
        order.intent = intent
        guard !intent.reduces else { return order }
        order.approvedQuantity = intent.quantity
        order.approvalExpires = time + .seconds(30)
        return order
    }
}
