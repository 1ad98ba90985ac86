import Market

extension CSVLine {
    func text(_ column: Column) -> String { FieldText.excerpt(self[column]) }

    func bad(_ column: Column, expected: String) -> FeedProblem {
        .badValue(column: "\(column.name)", found: text(column), expected: expected)
    }

    func time(_ column: Column) throws(FeedProblem) -> Timestamp {
        guard let time = FieldText.timestamp(self[column]) else {
            throw bad(column, expected: "ms or µs since 1970")
        }
        return time
    }

    /// A price above zero.
    func price(_ column: Column) throws(FeedProblem) -> Price {
        guard let raw = FieldText.fixed(self[column]), raw > 0 else {
            throw bad(column, expected: "a price above zero with at most 8 decimals")
        }
        return Price(raw: raw)
    }

    /// A quantity above zero.
    func quantity(_ column: Column) throws(FeedProblem) -> Quantity {
        guard let raw = FieldText.fixed(self[column]), raw > 0 else {
            throw bad(column, expected: "a quantity above zero with at most 8 decimals")
        }
        return Quantity(raw: raw)
    }

    /// A volume of zero or more; may be larger than a `Quantity` holds.
    func volume(_ column: Column) throws(FeedProblem) -> Double {
        guard let value = FieldText.number(self[column]), value >= 0 else {
            throw bad(column, expected: "a finite number of zero or more")
        }
        return value
    }

    func integer(_ column: Column) throws(FeedProblem) -> Int64 {
        guard let value = FieldText.integer(self[column]) else {
            throw bad(column, expected: "a whole number")
        }
        return value
    }

    func flag(_ column: Column) throws(FeedProblem) -> Bool {
        guard let value = FieldText.flag(self[column]) else { throw bad(column, expected: "true or false") }
        return value
    }
}
