import Market
import Messages
import Stages
import Wire

/// A position as the multi-pair document's table has it: symbol, size, entry_price, status; and what
/// else the account message says of its asset.
struct PositionRow: StoredRow {
    static let table = "positions"
    static let key = ["symbol"]
    static var blank: PositionRow { PositionRow(account: Account()) }

    var account: Account
    var isOpen: Bool { !account.total.isZero }
    var history: PositionRow? {
        var row = self
        row.account.asset = Account.formerPairs
        return row
    }

    enum Status: UInt8, WireName {
        case open
        case closed

        var wireName: StaticString { self == .open ? "open" : "closed" }
    }

    mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        var status = account.total.isZero ? Status.closed : .open
        try visitor.symbol("symbol", &account.symbol, "the pair")
        try visitor.fixed("size", &account.total, .required, "position, base asset, negative where short")
        try visitor.fixed("entry_price", &account.entryPrice, .optional, "average entry price, USDT")
        try visitor.choice("status", &status, .required, "open or closed")
        try visitor.text("asset", &account.asset, .required, "base asset")
        try visitor.fixed("free", &account.free, .required, "what no order holds, base asset")
        try visitor.fixed("realized_pnl", &account.realisedPnL, .required, "profit closed, USDT")
        try visitor.fixed("fees", &account.fees, .required, "fees paid, USDT")
        try visitor.fixed("equity", &account.equity, .optional, "balance with the open profit, USDT")
    }
}

/// A balance of an asset that is no position.
struct BalanceRow: StoredRow {
    static let table = "balances"
    static let key = ["asset"]
    static var blank: BalanceRow { BalanceRow(account: Account()) }

    var account: Account

    mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try account.visit(with: &visitor)
    }
}

extension VenuePosition: StoredRow {
    static let table = "venue_positions"
    static let key = ["symbol"]
    static var blank: VenuePosition {
        VenuePosition(symbol: .none, position: Position(), lastEventID: 0, lastFunding: .zero)
    }
    var isOpen: Bool { !position.quantity.isZero }
    var history: VenuePosition? { self }

    mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.symbol("symbol", &symbol, "the pair")
        try visitor.fixed("size", &position.quantity, .required, "position, base asset, negative where short")
        try visitor.fixed("entry_price", &position.entryPrice, .required, "average entry price, USDT")
        try visitor.fixed("realized_pnl", &position.realisedPnL, .required, "profit closed, USDT")
        try visitor.integer("last_event_id", &lastEventID, .required, "number of the newest event")
        try visitor.time("last_funding", &lastFunding, .required, "moment of the last funding, ns")
    }
}
