import Market

extension BinanceWriting {
    /// The event of `<symbol>@trade`.
    public static func trade(
        _ trade: PrintedTrade, _ market: MarketKind, symbol: String, _ form: NumberForm, at time: Timestamp
    ) -> [UInt8] {
        var json = JSONText()
        json.object {
            $0.text("e", "trade")
            $0.time("E", time, form.time)
            if market == .um { $0.time("T", trade.time, form.time) }
            $0.text("s", symbol)
            $0.integer("t", trade.id)
            $0.decimal("p", trade.price, decimals: form.price)
            $0.decimal("q", trade.quantity, decimals: form.quantity)
            if market == .um { $0.text("X", "MARKET") } else { $0.time("T", trade.time, form.time) }
            $0.flag("m", trade.buyerIsMaker)
            if market == .spot { $0.flag("M", true) }
        }
        return json.bytes
    }

    /// The event of `<symbol>@aggTrade`.
    public static func aggregate(
        _ trade: AggregateTrade, _ market: MarketKind, symbol: String, _ form: NumberForm, at time: Timestamp
    ) -> [UInt8] {
        var json = JSONText()
        json.object {
            $0.text("e", "aggTrade")
            $0.time("E", time, form.time)
            $0.text("s", symbol)
            members(of: trade, market, form, &$0)
            if market == .um { $0.integer("st", 1) }
        }
        return json.bytes
    }

    /// The answer of `aggTrades`.
    public static func aggregates(
        _ trades: some Sequence<AggregateTrade>, _ market: MarketKind, _ form: NumberForm
    ) -> [UInt8] {
        var json = JSONText()
        json.array { json in
            for trade in trades { json.object { members(of: trade, market, form, &$0) } }
        }
        return json.bytes
    }

    private static func members(
        of trade: AggregateTrade, _ market: MarketKind, _ form: NumberForm, _ json: inout JSONText
    ) {
        json.integer("a", trade.id)
        json.decimal("p", trade.price, decimals: form.price)
        json.decimal("q", trade.quantity, decimals: form.quantity)
        if market == .um { json.decimal("nq", trade.quantity, decimals: form.quantity) }
        json.integer("f", trade.firstID)
        json.integer("l", trade.lastID)
        json.time("T", trade.time, form.time)
        json.flag("m", trade.buyerIsMaker)
        if market == .spot { json.flag("M", true) }
    }

    /// The answer of `trades` and `historicalTrades`.
    public static func trades(
        _ trades: some Sequence<PrintedTrade>, _ market: MarketKind, _ form: NumberForm
    ) -> [UInt8] {
        var json = JSONText()
        json.array { json in
            for trade in trades {
                json.object {
                    $0.integer("id", trade.id)
                    $0.decimal("price", trade.price, decimals: form.price)
                    $0.decimal("qty", trade.quantity, decimals: form.quantity)
                    $0.decimal("quoteQty", trade.value, decimals: form.quote)
                    $0.time("time", trade.time, form.time)
                    $0.flag("isBuyerMaker", trade.buyerIsMaker)
                    $0.flag(market == .spot ? "isBestMatch" : "isRPITrade", market == .spot)
                }
            }
        }
        return json.bytes
    }
}
