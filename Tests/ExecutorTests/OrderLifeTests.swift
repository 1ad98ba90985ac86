import Market
import Messages
import Stages
import Testing

@testable import Executor

/// Every status × every event, written out: what becomes of an order of 4 units, of which 1 is filled
/// where its status says so.
@Suite struct OrderLifeTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let status: OrderStatus
        /// Status after accepted, fill of 1, fill of 4, cancelled, expired, rejected, unanswered, resting 3.
        let after: [OrderStatus]
        var testDescription: String { "\(status)" }
    }

    static let events: [OrderEvent] = [
        .accepted, .filled(Quantity(1), at: Price(10)), .filled(Quantity(4), at: Price(10)),
        .cancelled(Reason(.personAsked)),
        .expired(Reason(.timedOut)), .rejected(Reason(.venueGone)), .unanswered, .resting(Quantity(3)),
    ]

    static let table: [Case] = [
        Case(
            status: .pending,
            after: [.new, .partiallyFilled, .filled, .cancelled, .expired, .rejected, .unknown, .new]),
        Case(
            status: .unknown,
            after: [.new, .partiallyFilled, .filled, .cancelled, .expired, .rejected, .unknown, .new]),
        Case(
            status: .new,
            after: [.new, .partiallyFilled, .filled, .cancelled, .expired, .rejected, .new, .new]),
        Case(
            status: .partiallyFilled,
            after: [
                .partiallyFilled, .partiallyFilled, .filled, .cancelled, .expired, .expired, .partiallyFilled,
                .partiallyFilled,
            ]),
        Case(status: .filled, after: Array(repeating: .filled, count: 8)),
        Case(
            status: .cancelled,
            after: [
                .cancelled, .cancelled, .filled, .cancelled, .cancelled, .cancelled, .cancelled, .cancelled,
            ]),
        Case(
            status: .expired,
            after: [.expired, .expired, .filled, .expired, .expired, .expired, .expired, .expired]),
        Case(
            status: .rejected,
            after: [
                .rejected, .partiallyFilled, .filled, .rejected, .rejected, .rejected, .rejected, .rejected,
            ]),
    ]

    private func record(_ status: OrderStatus) -> OrderRecord {
        var intent = OrderIntent()
        intent.clientOrderID = ClientOrderID(signal: "s", leg: 1)
        intent.quantity = Quantity(4)
        intent.expires = .never
        var record = OrderRecord(intent: intent, status: status, created: .zero)
        let filled = status == .partiallyFilled ? 1 : status == .filled ? 4 : 0
        record.executedQuantity = Quantity(filled)
        record.executedValue = Money(10 * filled)
        return record
    }

    @Test(arguments: table) func `an order goes where the table says`(_ row: Case) {
        for (event, expected) in zip(Self.events, row.after) {
            var order = record(row.status)
            let before = order
            let changed = order.apply(event)
            #expect(order.status == expected, "\(row.status) after \(event)")
            #expect(changed == (order != before), "\(row.status) after \(event)")
            if case .filled(let quantity, _) = event {
                #expect(
                    order.executedQuantity == before.executedQuantity + quantity, "a fill is always booked")
                #expect(order.averagePrice == Price(10))
            } else {
                #expect(order.executedQuantity == before.executedQuantity)
            }
            if !changed { #expect(order.reason == before.reason) }
        }
    }

    @Test func `all statuses stand in the table`() {
        #expect(Set(Self.table.map(\.status)).count == 8)
    }

    @Test func `a late fill is booked in the history, and one that disproves a refusal reopens`() {
        var ledger = OrderLedger()
        ledger.add(record(.new))
        let id = ClientOrderID(signal: "s", leg: 1)
        #expect(ledger.apply(.cancelled(Reason(.personAsked)), to: id)?.status == .cancelled)
        #expect(ledger.open.isEmpty)
        #expect(ledger.apply(.filled(Quantity(1), at: Price(10)), to: id)?.executedQuantity == Quantity(1))
        #expect(ledger[id]?.status == .cancelled && ledger.apply(.accepted, to: id) == nil)

        var other = record(.pending)
        other.intent.clientOrderID.leg = 2
        ledger.add(other)
        _ = ledger.apply(.rejected(Reason(.venueGone)), to: id.leg(2))
        #expect(ledger.apply(.filled(Quantity(1), at: Price(10)), to: id.leg(2))?.status == .partiallyFilled)
        #expect(ledger.open.count == 1)
    }

    @Test func `the history is bounded and finds the newest`() {
        var history = OrderHistory()
        for number in 0..<3 * OrderHistory.capacity {
            var order = record(.filled)
            order.intent.clientOrderID.signal = Label(clipping: "s\(number)")
            history.add(order)
        }
        #expect(history.count <= 2 * OrderHistory.capacity && history.count >= OrderHistory.capacity)
        let newest = ClientOrderID(signal: Label(clipping: "s\(3 * OrderHistory.capacity - 1)"), leg: 1)
        #expect(history.place(of: newest) == history.count - 1)
        #expect(history.place(of: ClientOrderID(signal: "s0", leg: 1)) == nil)
    }
}
