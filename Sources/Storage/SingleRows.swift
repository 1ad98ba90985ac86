import Market
import Messages
import Stages
import Wire

/// The one row of a table that has but one.
private let onlyRow = 1

extension HaltRecord: StoredRow {
    static let table = "halt"
    static let key = ["id"]
    static var blank: HaltRecord { HaltRecord() }

    mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        var id = onlyRow
        try visitor.integer("id", &id, .required, "always 1")
        try visitor.flag("halted", &halted, "1 while trading is halted")
        try visitor.choice("reason", &code, .required, "why")
        try visitor.time("since", &since, .required, "event time since when, ns")
        try visitor.text("asked_by", &by, .required, "who asked for it")
    }
}

extension DayRecord: StoredRow {
    static let table = "day"
    static let key = ["id"]
    static var blank: DayRecord { DayRecord() }

    mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        var id = onlyRow
        try visitor.integer("id", &id, .required, "always 1")
        try visitor.integer("day", &day, .required, "days since 1970, UTC")
        try visitor.fixed("opening_equity", &openingEquity, .required, "equity at 00:00 UTC, USDT")
        try visitor.fixed("peak_equity", &peakEquity, .required, "highest equity since, USDT")
    }
}
