import Messages
import Stages

extension ExecutorStage {
    public mutating func recover(_ record: Record) {
        switch record {
        case .order(let order): ledger.recover(order)
        case .fill(let fill):
            booked.recover(fill)
            books.recover(fill)
        case .account(let account): books.recover(account)
        case .halt(let record): halt = record
        case .funding(let payment): booked.recover(payment)
        case .venueOrder, .venuePosition, .day: break
        }
    }

    public func save(into writer: inout StateWriter) {
        writer.write(halt)
        writer.write(isBreached)
        writer.write(hasJoined)
        writer.write(missing)
        writer.write(feeds)
        writer.write(reconciling)
        writer.write(awaitedBooks)
        writer.write(movedBooks)
        ledger.save(into: &writer)
        booked.save(into: &writer)
        books.save(into: &writer)
    }

    public mutating func restore(from reader: inout StateReader) throws(StateError) {
        halt = try reader.read()
        isBreached = try reader.read()
        hasJoined = try reader.read()
        missing = try reader.read()
        feeds = try reader.readArray()
        reconciling = try reader.readArray()
        awaitedBooks = try reader.readArray()
        movedBooks = try reader.readArray()
        try ledger.restore(from: &reader)
        try booked.restore(from: &reader)
        try books.restore(from: &reader)
    }
}
