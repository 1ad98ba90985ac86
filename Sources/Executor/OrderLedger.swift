import Market
import Messages
import Stages

/// Every order of the executor: the open ones, the newest that ended, and what was used of approvals.
struct OrderLedger: Sendable {
    /// Open orders, oldest first: few, so a plain list.
    private(set) var open: [OrderRecord] = []
    private(set) var history = OrderHistory()
    private(set) var approvals = Approvals()

    subscript(id: ClientOrderID) -> OrderRecord? {
        if let place = openPlace(of: id) { return open[place] }
        return history.place(of: id).map { history[$0] }
    }

    private func openPlace(of id: ClientOrderID) -> Int? { open.firstIndex { $0.intent.clientOrderID == id } }

    /// Quantity of the exits under way in a symbol; resting stops and targets are no exits yet.
    func workingExits(_ symbol: SymbolID) -> Quantity {
        open.reduce(.zero) { sum, record in
            let isExit = record.intent.symbol == symbol && record.intent.reduces && !record.isBracket
            return isExit ? sum + record.openQuantity : sum
        }
    }

    /// Adds an order that was accepted, and notes what it uses of its approval.
    mutating func add(_ record: OrderRecord) {
        if record.status.isFinal {
            history.add(record)
        } else {
            open.insert(record, at: open.lastIndex { $0.created <= record.created }.map { $0 + 1 } ?? 0)
        }
        if record.approvedQuantity.present != nil, !record.intent.reduces { approvals.add(record) }
    }

    /// Remembers an order that was refused here: a double of it gets the same answer.
    mutating func addRefused(_ record: OrderRecord) { history.add(record) }

    /// Tells an order what happened to it; answers it where that changed it, `nil` where not or where
    /// there is no such order.
    mutating func apply(_ event: OrderEvent, to id: ClientOrderID) -> OrderRecord? {
        if let place = openPlace(of: id) {
            guard open[place].apply(event) else { return nil }
            let record = open[place]
            if record.status.isFinal {
                open.remove(at: place)
                history.add(record)
            }
            return record
        }
        guard let place = history.place(of: id), history[place].apply(event) else { return nil }
        let record = history[place]
        if !record.status.isFinal { open.append(history.remove(at: place)) }
        return record
    }

    /// Takes a durable order back after a restart.
    mutating func recover(_ record: OrderRecord) {
        if record.status == .rejected { addRefused(record) } else { add(record) }
    }

    func save(into writer: inout StateWriter) {
        writer.write(open)
        history.save(into: &writer)
        approvals.save(into: &writer)
    }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        open = try reader.readArray()
        try history.restore(from: &reader)
        try approvals.restore(from: &reader)
    }
}
