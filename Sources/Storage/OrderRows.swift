import Market
import Messages
import Stages
import Wire

extension OrderRecord: StoredRow {
    static let table = "orders"
    static let key = ["signal_id", "leg"]
    static var blank: OrderRecord { OrderRecord(intent: OrderIntent(), status: .pending, created: .zero) }
    var isOpen: Bool { !status.isFinal }

    mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try intent.visit(with: &visitor)
        try visitor.choice("status", &status, .required, "where the order stands")
        try reason.visitColumns(with: &visitor)
        try visitor.fixed("executed_qty", &executedQuantity, .required, "filled quantity, base asset")
        try visitor.fixed("executed_value", &executedValue, .required, "sum of price times quantity, USDT")
        try visitor.fixed(
            "approved_qty", &approvedQuantity, .optional, "quantity of its approval, base asset")
        try visitor.time("created", &created, .required, "event time of its submission, ns")
    }
}

extension VenueOrder: StoredRow {
    static let table = "venue_orders"
    static let key = ["signal_id", "leg"]
    static var blank: VenueOrder { VenueOrder(intent: OrderIntent(), status: .pending, placed: .zero) }
    var isOpen: Bool { !status.isFinal }

    mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try intent.visit(with: &visitor)
        try visitor.choice("status", &status, .required, "where the order stands")
        try visitor.fixed("trigger_price", &trigger, .optional, "trigger of a resting stop or target, USDT")
        try visitor.time("placed", &placed, .required, "event time of its arrival, ns")
        try reason.visitColumns(with: &visitor)
    }
}

extension Reason {
    /// The columns of why an order ended; "limit" alone is a word of SQL.
    fileprivate mutating func visitColumns<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.choice("reason", &code, .required, "why it ended")
        try visitor.number("reason_found", &found, .optional, "the figure that decided")
        try visitor.number("reason_limit", &limit, .optional, "the limit it was held against")
    }
}

extension Fill: StoredRow {
    static let table = "fills"
    static let key = ["fill_id"]
    static var blank: Fill { Fill() }
    /// The account's numbers go on.
    var history: Fill? {
        var fill = Fill()
        fill.fillID = fillID
        return fill
    }
}

extension FundingPayment: StoredRow {
    static let table = "funding"
    static let key = ["symbol", "venue_id"]
    static var blank: FundingPayment {
        FundingPayment(symbol: .none, venueID: 0, amount: .zero, time: .zero)
    }

    mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.symbol("symbol", &symbol, "the pair")
        try visitor.integer("venue_id", &venueID, .required, "the venue's number of it")
        try visitor.fixed("amount", &amount, .required, "paid, USDT; negative where it was received")
        try visitor.time("paid_for", &time, .required, "moment for which it was paid, ns")
    }
}
