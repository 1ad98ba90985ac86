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
        case .halt(let record): halt.recover(record)
        case .funding(let payment): booked.recover(payment)
        case .venueOrder, .venuePosition, .day: break
        }
    }

    public func save(into writer: inout StateWriter) {
        writer.write(halt)
        presence.save(into: &writer)
        reconciliation.save(into: &writer)
        ledger.save(into: &writer)
        booked.save(into: &writer)
        books.save(into: &writer)
    }

    public mutating func restore(from reader: inout StateReader) throws(StateError) {
        halt = try reader.read()
        try presence.restore(from: &reader)
        try reconciliation.restore(from: &reader)
        try ledger.restore(from: &reader)
        try booked.restore(from: &reader)
        try books.restore(from: &reader)
    }
}
