import Market

extension BinanceWriting {
    /// The answer of `depth`, and the event of `<symbol>@depth<n>` on spot.
    public static func depth(
        _ id: Int64, bids: [BookLevel], asks: [BookLevel], _ market: MarketKind, _ form: NumberForm,
        at time: Timestamp
    ) -> [UInt8] {
        var json = JSONText()
        json.object {
            $0.integer("lastUpdateId", id)
            if market == .um {
                $0.time("E", time)
                $0.time("T", time)
            }
            levels("bids", bids, form, &$0)
            levels("asks", asks, form, &$0)
        }
        return json.bytes
    }

    /// The event of `<symbol>@depth`, and on futures of `<symbol>@depth<n>`, too.
    public static func depthUpdate(
        _ ids: DepthUpdate, bids: [BookLevel], asks: [BookLevel], _ market: MarketKind, symbol: String,
        _ form: NumberForm, at time: Timestamp
    ) -> [UInt8] {
        var json = JSONText()
        json.object {
            $0.text("e", "depthUpdate")
            $0.time("E", time, form.time)
            if market == .um { $0.time("T", time) }
            $0.text("s", symbol)
            if market == .um {
                $0.text("ps", symbol)
                $0.integer("st", 1)
            }
            $0.integer("U", ids.firstID)
            $0.integer("u", ids.lastID)
            if let previous = ids.previousID { $0.integer("pu", previous) }
            levels("b", bids, form, &$0)
            levels("a", asks, form, &$0)
        }
        return json.bytes
    }

    /// The event of `<symbol>@bookTicker`.
    public static func bookTicker(
        _ id: Int64, bid: BookLevel, ask: BookLevel, _ market: MarketKind, symbol: String, _ form: NumberForm,
        at time: Timestamp
    ) -> [UInt8] {
        var json = JSONText()
        json.object {
            if market == .um { $0.text("e", "bookTicker") }
            $0.integer("u", id)
            if market == .um {
                $0.time("E", time)
                $0.time("T", time)
            }
            $0.text("s", symbol)
            if market == .um { $0.text("ps", symbol) }
            $0.decimal("b", bid.price, decimals: form.price)
            $0.decimal("B", bid.quantity, decimals: form.quantity)
            $0.decimal("a", ask.price, decimals: form.price)
            $0.decimal("A", ask.quantity, decimals: form.quantity)
            if market == .um { $0.integer("st", 1) }
        }
        return json.bytes
    }

    /// A row of `ticker/bookTicker`.
    public static func bookTickerRow(
        _ id: Int64, bid: BookLevel, ask: BookLevel, _ market: MarketKind, symbol: String, _ form: NumberForm,
        at time: Timestamp, into json: inout JSONText
    ) {
        json.object {
            $0.text("symbol", symbol)
            $0.decimal("bidPrice", bid.price, decimals: form.price)
            $0.decimal("bidQty", bid.quantity, decimals: form.quantity)
            $0.decimal("askPrice", ask.price, decimals: form.price)
            $0.decimal("askQty", ask.quantity, decimals: form.quantity)
            guard market == .um else { return }
            $0.time("time", time)
            $0.integer("lastUpdateId", id)
        }
    }

    private static func levels(
        _ name: StaticString, _ levels: [BookLevel], _ form: NumberForm, _ json: inout JSONText
    ) {
        json.array(name) { json in
            for level in levels {
                json.array {
                    $0.decimal(Int128(level.price.raw), decimals: form.price)
                    $0.decimal(Int128(level.quantity.raw), decimals: form.quantity)
                }
            }
        }
    }
}
