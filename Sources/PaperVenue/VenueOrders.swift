import Market
import Messages
import Stages

/// The orders that are at the paper venue, oldest first, and the names of those that came to their end.
struct VenueOrders: Sendable {
    /// Few, so a plain list. A row keeps its place until `sweep`.
    private(set) var rows: [VenueRow] = []
    private var finished = FinishedOrders()
    /// By symbol: how many rows it has.
    private var counts: [Int32]

    init(symbols: Int) { counts = Array(repeating: 0, count: symbols) }

    subscript(index: Int) -> VenueRow { rows[index] }

    /// Whether any order of a symbol waits or rests here.
    func hasAny(of symbol: SymbolID) -> Bool { counts[symbol.int] > 0 }

    /// Where an order stands, and why if it has ended; `nil` for one that was never here.
    func state(of name: ClientOrderID) -> (status: OrderStatus, reason: Reason)? {
        if let order = rows.first(where: { $0.order.intent.clientOrderID == name })?.order {
            return (order.status, order.reason)
        }
        return finished.entry(of: name).map { ($0.status, $0.reason) }
    }

    /// The place of an open order.
    func place(of name: ClientOrderID) -> Int? {
        rows.firstIndex { $0.isOpen && $0.order.intent.clientOrderID == name }
    }

    /// The places of a symbol's stops or targets that were not touched yet.
    func resting(_ purpose: Purpose, _ symbol: SymbolID) -> [Int] {
        rows.indices.filter {
            let row = rows[$0]
            return row.isOpen && row.isBracket && !row.isTriggered && row.order.intent.symbol == symbol
                && row.order.intent.purpose == purpose
        }
    }

    /// The other of a signal's stop and target: its leg differs in the last bit alone.
    func sibling(of index: Int) -> Int? {
        let intent = rows[index].order.intent
        let name = intent.clientOrderID.leg(intent.clientOrderID.leg ^ 1)
        return rows.indices.first {
            $0 != index && rows[$0].isOpen && rows[$0].isBracket
                && rows[$0].order.intent.symbol == intent.symbol
                && rows[$0].order.intent.clientOrderID == name
        }
    }

    // MARK: - Changes

    /// Adds an order; answers its place.
    mutating func add(_ row: VenueRow) -> Int {
        rows.append(row)
        counts[row.order.intent.symbol.int] += 1
        return rows.count - 1
    }

    /// Remembers an order that never came in.
    mutating func refuse(_ name: ClientOrderID, _ reason: Reason) { finished.add(name, .rejected, reason) }

    mutating func end(_ index: Int, _ status: OrderStatus, _ reason: Reason) {
        rows[index].order.status = status
        rows[index].order.reason = reason
    }

    /// Takes what was filled off what is open of it.
    mutating func fill(_ index: Int, _ quantity: Quantity) {
        rows[index].order.intent.quantity -= quantity
        let isOpen = rows[index].order.intent.quantity.isPositive
        rows[index].order.status = isOpen ? .partiallyFilled : .filled
    }

    /// Sets what a stop or target rests for.
    mutating func resize(_ index: Int, to quantity: Quantity) { rows[index].order.intent.quantity = quantity }

    /// A stop was touched: a taker from now on.
    mutating func trigger(_ index: Int) { rows[index].order.intent.price = .absent }

    /// A limit order has met the market once.
    mutating func arrive(_ index: Int) { rows[index].hasArrived = true }

    /// A target takes no part in this moment.
    mutating func hold(_ index: Int, until time: Timestamp) { rows[index].heldUntil = time }

    /// Forgets the orders that came to their end, but for their names.
    mutating func sweep() {
        guard rows.contains(where: { !$0.isOpen }) else { return }
        for row in rows where !row.isOpen {
            finished.add(row.order.intent.clientOrderID, row.order.status, row.order.reason)
            counts[row.order.intent.symbol.int] -= 1
        }
        rows.removeAll { !$0.isOpen }
    }

    // MARK: - State

    /// Takes a durable record back: oldest first again, in whichever order the records come.
    mutating func recover(_ order: VenueOrder) {
        guard order.intent.symbol.int < counts.count else { return }
        if order.status.isFinal {
            finished.add(order.intent.clientOrderID, order.status, order.reason)
        } else {
            let place = rows.firstIndex { $0.order.placed > order.placed } ?? rows.count
            var row = VenueRow(order: order, cause: .none)
            row.hasArrived = order.intent.orderType == .limit
            rows.insert(row, at: place)
            counts[order.intent.symbol.int] += 1
        }
    }

    func save(into writer: inout StateWriter) {
        writer.write(rows)
        writer.write(counts)
        finished.save(into: &writer)
    }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        rows = try reader.readArray()
        counts = try reader.readArray(count: counts.count)
        try finished.restore(from: &reader)
    }
}
