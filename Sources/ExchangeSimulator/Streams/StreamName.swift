import Market

/// A stream by its name: whose, and what it tells.
struct StreamName: Sendable, Hashable {
    /// The pair in lower case; `nil` for all of them.
    let symbol: String?
    let kind: StreamKind

    /// Reads "btcusdt@depth@100ms", "!miniTicker@arr" and the like; `nil` where the market has no such
    /// stream.
    init?(_ name: String, _ market: MarketKind) {
        let parts = name.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
        guard let first = parts.first, parts.count <= 4 else { return nil }
        if first.hasPrefix("!") {
            guard let kind = Self.all(first, Array(parts.dropFirst()), market) else { return nil }
            (symbol, self.kind) = (nil, kind)
        } else {
            guard parts.count >= 2, !first.isEmpty,
                let kind = Self.kind(parts[1], Array(parts.dropFirst(2)), market)
            else { return nil }
            // A contract's stream names the pair and the contract: "btcusdt_perpetual".
            let contract = "_perpetual"
            guard kind.isContinuous == first.hasSuffix(contract) else { return nil }
            (symbol, self.kind) = (kind.isContinuous ? String(first.dropLast(contract.count)) : first, kind)
        }
    }

    private static func kind(_ name: String, _ rest: [String], _ market: MarketKind) -> StreamKind? {
        if name.hasPrefix("kline_") { return candle(String(name.dropFirst(6)), rest, market) }
        if name.hasPrefix("continuousKline_"), market == .um, rest.isEmpty {
            guard let interval = KlineInterval(rawValue: String(name.dropFirst(16))) else { return nil }
            return interval == .s1 ? nil : .continuous(interval)
        }
        if name.hasPrefix("depth") { return depth(String(name.dropFirst(5)), rest, market) }
        if name == "markPrice", market == .um { return mark(rest) }
        guard rest.isEmpty else { return nil }
        switch name {
        case "trade": return .trade
        case "aggTrade": return .aggregate
        case "miniTicker": return .miniTicker
        case "ticker": return .ticker
        case "bookTicker": return .bookTicker
        case "avgPrice" where market == .spot: return .averagePrice
        case "ticker_1h" where market == .spot: return .window(.h1)
        case "ticker_4h" where market == .spot: return .window(.h4)
        case "ticker_1d" where market == .spot: return .window(.d1)
        case "referencePrice" where market == .spot, "blockTrade" where market == .spot: return .silent
        case "forceOrder" where market == .um, "compositeIndex" where market == .um: return .silent
        default: return nil
        }
    }

    private static func candle(_ name: String, _ rest: [String], _ market: MarketKind) -> StreamKind? {
        guard let interval = KlineInterval(rawValue: name), market == .spot || interval != .s1 else {
            return nil
        }
        guard let zone = rest.first else { return .candle(interval, offset: TimeSpan(nanoseconds: 0)) }
        guard rest.count == 1, market == .spot, let offset = TimeSpan(zone: zone) else { return nil }
        return .candle(interval, offset: offset)
    }

    private static func depth(_ count: String, _ rest: [String], _ market: MarketKind) -> StreamKind? {
        let periods: [String: Int64] = // tidy-ok: looked up, never gone through
            market == .spot
            ? ["100ms": 100, "1000ms": 1000] : ["0ms": 100, "100ms": 100, "250ms": 250, "500ms": 500]
        guard rest.count <= 1 else { return nil }
        guard let period = rest.first.map({ periods[$0] }) ?? (market == .spot ? 1000 : 250) else {
            return nil
        }
        if count.isEmpty { return .depth(every: period) }
        guard let levels = Int(count), [5, 10, 20].contains(levels) else { return nil }
        return .levels(levels, every: period)
    }

    private static func mark(_ rest: [String]) -> StreamKind? {
        rest.isEmpty ? .markPrice(every: 3000) : rest == ["1s"] ? .markPrice(every: 1000) : nil
    }

    private static func all(_ name: String, _ rest: [String], _ market: MarketKind) -> StreamKind? {
        switch (name, rest) {
        // The second form is what python-binance asks for.
        case ("!miniTicker", ["arr"]), ("!miniTicker", ["arr", "1000ms"]): .miniTicker
        case ("!ticker", ["arr"]): market == .um ? .ticker : nil
        case ("!bookTicker", []): market == .um ? .bookTicker : nil
        case ("!ticker_1h", ["arr"]): market == .spot ? .window(.h1) : nil
        case ("!ticker_4h", ["arr"]): market == .spot ? .window(.h4) : nil
        case ("!ticker_1d", ["arr"]): market == .spot ? .window(.d1) : nil
        case ("!markPrice", ["arr"]) where market == .um: .markPrice(every: 3000)
        case ("!markPrice", ["arr", "1s"]) where market == .um: .markPrice(every: 1000)
        case ("!forceOrder", ["arr"]), ("!assetIndex", ["arr"]), ("!contractInfo", []):
            market == .um ? .silent : nil
        default: nil
        }
    }
}

extension TimeSpan {
    /// Reads what `timeZone` may be: "0", "-1:00", "05:45", "+08:00", "8".
    init?(zone: String) {
        let isBehind = zone.hasPrefix("-")
        let text = isBehind || zone.hasPrefix("+") ? zone.dropFirst() : zone[...]
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int64($0) }
        guard let first = parts.first, let hours = first, parts.count <= 2 else { return nil }
        guard let minutes = parts.count == 2 ? parts[1] : 0, (0..<60).contains(minutes) else { return nil }
        let total = (hours * 60 + minutes) * (isBehind ? -1 : 1)
        guard total >= -12 * 60, total <= 14 * 60 else { return nil }
        self = .minutes(total)
    }
}
