import CSimdJSON
import Market
import Messages

/// The parts of orders and accounts, each as Strata's own value.
extension csj_text {
    /// The letters.
    var word: String { String(decoding: raw, as: UTF8.self) }

    /// Beyond this no number of an order, a fill or an account is; sums of a few such don't overflow.
    private static var limit: Int64 { 1 << 60 }

    /// A number from zero on.
    func number(_ field: String) throws(FeedProblem) -> Int64 {
        guard let value = FieldText.integer(raw), value < Self.limit else {
            throw .badValue(column: field, found: FieldText.excerpt(raw), expected: "a whole number")
        }
        return value
    }

    /// A number of either sign.
    func whole(_ field: String) throws(FeedProblem) -> Int64 {
        guard let value = FieldText.fixed(raw), value % fixedPointScale == 0 else {
            throw .badValue(column: field, found: FieldText.excerpt(raw), expected: "a whole number")
        }
        return value / fixedPointScale
    }

    /// An amount of either sign, in units of 1e-8.
    func signed(_ field: String) throws(FeedProblem) -> Int64 {
        guard let value = FieldText.fixed(raw), abs(value) < Self.limit else {
            throw .badValue(
                column: field, found: FieldText.excerpt(raw), expected: "a number with at most 8 decimals")
        }
        return value
    }

    /// An amount of zero or more; zero where it may be missing and is.
    func amount<Value: FixedPoint>(
        _ field: String, isOptional: Bool = false
    ) throws(FeedProblem) -> Value {
        if isOptional, count == 0 { return Value(raw: 0) }
        let value = try signed(field)
        guard value >= 0 else {
            throw .badValue(column: field, found: FieldText.excerpt(raw), expected: "zero or more")
        }
        return Value(raw: value)
    }

    /// An average price, to the nearest 1e-8: averages have more decimals than prices. Absent where it is
    /// zero.
    func average(_ field: String) throws(FeedProblem) -> Price {
        guard let value = FieldText.number(raw), value >= 0, let price = Price(value) else {
            throw .badValue(column: field, found: FieldText.excerpt(raw), expected: "a price of zero or more")
        }
        return price.isZero ? .absent : price
    }

    /// A part of something: a fee of less than one.
    func rate(_ field: String) throws(FeedProblem) -> Double {
        guard let value = FieldText.number(raw), abs(value) < 1 else {
            throw .badValue(column: field, found: FieldText.excerpt(raw), expected: "a fee, -1 to 1")
        }
        return value
    }

    /// True or false.
    func flag(_ field: String) throws(FeedProblem) -> Bool {
        guard let value = FieldText.flag(raw) else {
            throw .badValue(column: field, found: FieldText.excerpt(raw), expected: "true or false")
        }
        return value
    }

    /// A time of the exchange.
    func time(_ field: String) throws(FeedProblem) -> Timestamp {
        Timestamp(milliseconds: try milliseconds(field))
    }

    /// BUY or SELL.
    func side(_ field: String) throws(FeedProblem) -> Side {
        if FieldText.equal(raw, "BUY") { return .buy }
        guard FieldText.equal(raw, "SELL") else {
            throw .badValue(column: field, found: FieldText.excerpt(raw), expected: "BUY or SELL")
        }
        return .sell
    }

    /// Where an order stands. `NEW_ADL` and `NEW_INSURANCE` are of positions that the exchange closes.
    func status(_ field: String) throws(FeedProblem) -> ExchangeOrder.Status {
        if let found = ExchangeOrder.Status.allCases.first(where: { FieldText.equal(raw, $0.word) }) {
            return found
        }
        guard FieldText.equal(raw, "NEW_ADL") || FieldText.equal(raw, "NEW_INSURANCE") else {
            throw .badValue(column: field, found: FieldText.excerpt(raw), expected: "an order's status")
        }
        return .new
    }

    /// Where a conditional order of futures stands. One that was triggered has become another order: of what
    /// comes of that, this one is filled.
    func conditionalStatus(_ field: String) throws(FeedProblem) -> ExchangeOrder.Status {
        for word: StaticString in ["TRIGGERING", "TRIGGERED", "FINISHED"] where FieldText.equal(raw, word) {
            return .filled
        }
        return try status(field)
    }
}
