import Market

extension CSVLayout {
    /// The moment in a column of times, in the form that the file has there.
    package mutating func time(_ field: CSVField, _ row: CSVLine) throws(FeedProblem) -> Timestamp {
        let text = row[place(field)]
        let known = form(field)
        if let moment = (known ?? settle(field, by: text))?.moment(text) { return moment }
        let column = field.name
        if let known, let other = TimeForm.found(in: text) {
            throw .mixedTimes(column: column, found: FieldText.excerpt(text), form: other, others: known)
        }
        let expected = "a time from 2009 to 2099 in s, ms, µs or ns since 1970, or as 2025-05-04T15:36:00Z"
        throw .badValue(column: column, found: FieldText.excerpt(text), expected: expected)
    }

    /// What stands in a column, cut short for a complaint.
    package func text(_ field: CSVField, _ row: CSVLine) -> String { FieldText.excerpt(row[place(field)]) }

    func bad(_ field: CSVField, _ row: CSVLine, expected: String) -> FeedProblem {
        let text = text(field, row)
        let hint = text.contains(",") ? "; a comma in a number may mean two things" : ""
        return .badValue(column: field.name, found: text, expected: expected + hint)
    }

    /// A price above zero.
    package func price(_ field: CSVField, _ row: CSVLine) throws(FeedProblem) -> Price {
        try fixed(field, row, expected: "a price above zero with at most 8 decimals")
    }

    /// A quantity above zero.
    package func quantity(_ field: CSVField, _ row: CSVLine) throws(FeedProblem) -> Quantity {
        try fixed(field, row, expected: "a quantity above zero with at most 8 decimals")
    }

    private func fixed<Value: FixedPoint>(
        _ field: CSVField, _ row: CSVLine, expected: String
    ) throws(FeedProblem) -> Value {
        guard let raw = FieldText.fixed(row[place(field)]), raw > 0 else {
            throw bad(field, row, expected: expected)
        }
        let value = Value(raw: raw)
        guard value.isKeptByFloat64 else { throw bad(field, row, expected: FeedProblem.keptByFloat64) }
        return value
    }

    /// A volume of zero or more; may be larger than a `Quantity` holds.
    package func volume(_ field: CSVField, _ row: CSVLine) throws(FeedProblem) -> Double {
        guard let value = FieldText.number(row[place(field)]), value >= 0 else {
            throw bad(field, row, expected: "a finite number of zero or more")
        }
        return value
    }

    /// A number that counts trades or updates; a whole one, however it is written.
    package func integer(_ field: CSVField, _ row: CSVLine) throws(FeedProblem) -> Int64 {
        let text = row[place(field)]
        guard let value = FieldText.integer(text) ?? FieldText.product(text, 1) else {
            throw bad(field, row, expected: "a whole number")
        }
        return value
    }

    /// Whether the buyer was the maker, by its own column or by the taker's side.
    func buyerIsMaker(_ row: CSVLine) throws(FeedProblem) -> Bool {
        if has(.buyerIsMaker) {
            guard let value = FieldText.flag(row[place(.buyerIsMaker)]) else {
                throw bad(.buyerIsMaker, row, expected: "true or false")
            }
            return value
        }
        let side = row[place(.takerSide)]
        if FieldText.isWord(side, "sell") { return true }
        if FieldText.isWord(side, "buy") { return false }
        throw bad(.takerSide, row, expected: "buy or sell")
    }
}
