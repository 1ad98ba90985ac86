import CSimdJSON
import Market

/// Reads market messages with simdjson. A class, since it owns the parser's memory; used by one thread.
package final class JSONReader {
    let handle: OpaquePointer

    /// `nil` where there is no memory left.
    package init?() {
        guard let handle = csj_open() else { return nil }
        self.handle = handle
    }

    deinit { csj_close(handle) }

    /// The fields of one message. Its texts and levels hold until the next call.
    package func read(_ bytes: UnsafeRawBufferPointer) throws(FeedProblem) -> csj_message {
        var message = csj_message()
        csj_read(handle, bytes.baseAddress, bytes.count, &message)
        try Self.check(message.status, message.problem, bytes, of: "Binance")
        return message
    }

    /// Throws what is wrong with an exchange's message.
    static func check(
        _ status: csj_status, _ problem: csj_text, _ bytes: UnsafeRawBufferPointer, of exchange: String
    ) throws(FeedProblem) {
        switch status {
        case CSJ_OK: return
        case CSJ_WRONG_TYPE:
            throw .badValue(
                column: ForeignText.shown(problem.raw), found: FieldText.excerpt(bytes),
                expected: "the type that \(exchange) documents")
        default:
            throw .badValue(
                column: "json", found: FieldText.excerpt(bytes),
                expected: "one JSON object (\(ForeignText.shown(problem.raw)))")
        }
    }

    /// Calls back with each row of an answer: `member` holds the rows, "" where the whole answer does, and a
    /// row's cells are its members of these names, or its first elements where it is an array. A name as in
    /// "=filters" is of a member with parts, which comes as it stands.
    package func rows(
        of bytes: UnsafeRawBufferPointer, in member: StaticString = "", _ keys: [StaticString],
        _ take: (UnsafeBufferPointer<csj_text>) throws(FeedProblem) -> Void
    ) throws(FeedProblem) {
        var table = csj_table()
        let names: [UnsafePointer<CChar>?] = keys.map { key in
            UnsafeRawPointer(key.utf8Start).assumingMemoryBound(to: CChar.self)
        }
        names.withUnsafeBufferPointer { names in
            csj_read_rows(
                handle, bytes.baseAddress, bytes.count,
                UnsafeRawPointer(member.utf8Start).assumingMemoryBound(to: CChar.self), names.baseAddress,
                names.count, &table)
        }
        guard table.status == CSJ_OK else {
            throw .badValue(
                column: "json", found: FieldText.excerpt(bytes),
                expected: "rows (\(ForeignText.shown(table.problem.raw)))")
        }
        for row in 0..<table.row_count {
            try take(UnsafeBufferPointer(start: table.cells + row * keys.count, count: keys.count))
        }
    }
}

extension csj_text {
    /// The bytes; none where the field was missing.
    var raw: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count) }

    /// A price above zero.
    func price(_ field: String) throws(FeedProblem) -> Price {
        try fixed(field, atLeast: 1, expected: "a price above zero with at most 8 decimals")
    }

    /// A quantity of zero or more.
    func quantity(_ field: String) throws(FeedProblem) -> Quantity {
        try fixed(field, atLeast: 0, expected: "a quantity of zero or more with at most 8 decimals")
    }

    private func fixed<Value: FixedPoint>(
        _ field: String, atLeast limit: Int64, expected: String
    ) throws(FeedProblem) -> Value {
        guard let found = FieldText.fixed(raw), found >= limit else {
            throw .badValue(column: field, found: FieldText.excerpt(raw), expected: expected)
        }
        let value = Value(raw: found)
        guard value.isKeptByFloat64 else {
            throw .badValue(
                column: field, found: FieldText.excerpt(raw), expected: FeedProblem.keptByFloat64)
        }
        return value
    }

    /// A volume of zero or more.
    func volume(_ field: String) throws(FeedProblem) -> Double {
        guard let value = FieldText.number(raw), value >= 0 else {
            throw .badValue(
                column: field, found: FieldText.excerpt(raw), expected: "a finite number of zero or more")
        }
        return value
    }
}
