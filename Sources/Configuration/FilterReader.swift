import Market

/// Reads the filters of one symbol. The exchange writes decimals as text, and leaves fields that don't
/// apply out, empty, null or zero.
struct FilterReader {
    private let filters: [JSONValue]
    private let path: [String]
    private let problems: ProblemList

    init(_ filters: JSONValue?, at path: [String], _ problems: ProblemList) {
        self.path = path
        self.problems = problems
        if case .array(let found) = filters { self.filters = found } else { self.filters = [] }
    }

    /// The instrument; `nil` where a filter that it needs is missing or wrong.
    func instrument(_ name: String, _ market: MarketKind) -> Instrument? {
        guard isEachOnce(name) else { return nil }
        let notionalFilter = find("MIN_NOTIONAL") == nil ? "NOTIONAL" : "MIN_NOTIONAL"
        let notionalKey = find(notionalFilter)?["notional"] == nil ? "minNotional" : "notional"
        guard let tick: Price = required(name, "PRICE_FILTER", "tickSize"),
            let step: Quantity = required(name, "LOT_SIZE", "stepSize"),
            let least: Quantity = required(name, "LOT_SIZE", "minQty"),
            let most: Quantity = required(name, "LOT_SIZE", "maxQty"),
            let notional: Money = required(name, notionalFilter, notionalKey)
        else { return nil }
        let marketStep: Quantity = optional("MARKET_LOT_SIZE", "stepSize") ?? step
        let marketLeast: Quantity = optional("MARKET_LOT_SIZE", "minQty") ?? least
        let marketMost: Quantity = optional("MARKET_LOT_SIZE", "maxQty") ?? most
        guard max(least, marketLeast) <= min(most, marketMost) else {
            let value = "of \(name), whose least quantity \(max(least, marketLeast)) is more than its largest"
            problems.add(path, .outOfRange(value: value, expected: "at most \(min(most, marketMost))"))
            return nil
        }
        var instrument = Instrument(
            name: name, market: market, tickSize: tick, stepSize: max(step, marketStep),
            minQuantity: max(least, marketLeast), maxQuantity: min(most, marketMost), minNotional: notional,
            priceBandUp: band(["multiplierUp", "bidMultiplierUp", "askMultiplierUp"], narrowest: min) ?? 5,
            priceBandDown: band(["multiplierDown", "bidMultiplierDown", "askMultiplierDown"], narrowest: max)
                ?? 0.2)
        instrument.minPrice = optional("PRICE_FILTER", "minPrice") ?? instrument.minPrice
        instrument.maxPrice = optional("PRICE_FILTER", "maxPrice") ?? instrument.maxPrice
        guard instrument.minPrice <= instrument.maxPrice else {
            let value = "of \(name), whose PRICE_FILTER.minPrice \(instrument.minPrice) is more than maxPrice"
            problems.add(path, .outOfRange(value: value, expected: "at most \(instrument.maxPrice)"))
            return nil
        }
        return instrument
    }

    /// Two filters of one type may say different things, and none of them is the right one.
    private func isEachOnce(_ name: String) -> Bool {
        let types = filters.compactMap { $0["filterType"] }
        let twice = types.indices.first { types[..<$0].contains(types[$0]) }
        guard let twice else { return true }
        let value = "of \(name), with \(types[twice].brief) more than once"
        problems.add(path, .outOfRange(value: value, expected: "each filter once"))
        return false
    }

    private func find(_ type: String) -> JSONValue? { filters.first { $0["filterType"] == .text(type) } }

    /// The narrowest of the bands that PERCENT_PRICE or PERCENT_PRICE_BY_SIDE give.
    private func band(_ keys: [String], narrowest: (Double, Double) -> Double) -> Double? {
        let found = find("PERCENT_PRICE") ?? find("PERCENT_PRICE_BY_SIDE")
        let values = keys.compactMap { key -> Double? in
            guard case .text(let text) = found?[key] else { return found?[key]?.number }
            return Double(text)
        }
        return values.dropFirst().reduce(values.first) { best, next in best.map { narrowest($0, next) } }
    }

    private func required<T: FixedPoint>(_ name: String, _ type: String, _ key: String) -> T? {
        let before = problems.problems.count
        if let value: T = optional(type, key) { return value }
        guard problems.problems.count == before else { return nil }
        let expected =
            "a \(type) filter of \(name) with \"\(key)\" as decimal text above 0, as in exchangeInfo"
        problems.add(path, .missingKey(expected: expected))
        return nil
    }

    /// A positive decimal. A largest quantity or price beyond what we can hold is no limit in practice, and
    /// becomes the largest that we do hold.
    private func optional<T: FixedPoint>(_ type: String, _ key: String) -> T? {
        switch find(type)?[key] {
        case .text(let text) where !text.isEmpty:
            do throws(DecimalError) {
                let value = try T(text)
                return value.isPositive ? value : nil
            } catch {
                if error == .outOfRange, ["maxQty", "maxPrice"].contains(key) { return T(raw: .max) }
                let value = "\(type).\(key) \"\(text)\", which \(error)"
                problems.add(path, .outOfRange(value: value, expected: "plain decimal text"))
                return nil
            }
        case .integer(let value): return value > 0 ? T(Double(value)) : nil
        case .real(let value): return value > 0 ? T(value) : nil
        default: return nil
        }
    }
}
