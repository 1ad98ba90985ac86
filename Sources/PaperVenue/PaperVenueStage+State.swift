import Market
import Matching
import Messages
import Stages

extension PaperVenueStage {
    public mutating func recover(_ record: Record) {
        switch record {
        case .venueOrder(let order): recover(order)
        case .venuePosition(let position): recover(position)
        case .order, .fill, .funding, .account, .halt, .day: break
        }
    }

    /// Oldest first again, in whichever order the records come.
    private mutating func recover(_ order: VenueOrder) {
        guard order.intent.symbol.int < symbols.count else { return }
        if order.status.isFinal {
            finished.add(order.intent.clientOrderID, order.status, order.reason)
        } else {
            let place = rows.firstIndex { $0.order.placed > order.placed } ?? rows.count
            var row = VenueRow(order: order, cause: .none)
            row.hasArrived = order.intent.orderType == .limit
            rows.insert(row, at: place)
            symbols[order.intent.symbol.int].open += 1
        }
    }

    /// Of a pair that isn't traded any more only the number of its newest event counts.
    private mutating func recover(_ position: VenuePosition) {
        lastEventID = max(lastEventID, position.lastEventID)
        guard position.symbol.int < symbols.count else { return }
        let place = position.symbol.int
        symbols[place].position = position.position
        symbols[place].lastEventID = position.lastEventID
        symbols[place].lastFunding = position.lastFunding
        if position.lastFunding != .zero {
            symbols[place].nextFunding = model.funding.next(after: position.lastFunding)
        }
    }

    public func save(into writer: inout StateWriter) {
        writer.write(symbols)
        writer.write(rows)
        writer.write(lastEventID)
        finished.save(into: &writer)
        for book in books { writer.write(book) }
        for levels in taken {
            writer.write(levels.bids)
            writer.write(levels.asks)
        }
    }

    public mutating func restore(from reader: inout StateReader) throws(StateError) {
        symbols = try reader.readArray(count: symbols.count)
        rows = try reader.readArray()
        lastEventID = try reader.read()
        try finished.restore(from: &reader)
        for index in books.indices { books[index] = try reader.readBook() }
        for index in taken.indices {
            taken[index] = TakenLiquidity(bids: try reader.readArray(), asks: try reader.readArray())
        }
    }
}
