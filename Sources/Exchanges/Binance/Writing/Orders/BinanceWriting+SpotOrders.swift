import Market

extension BinanceWriting {
    /// How much of an order an answer tells.
    public enum Answer: Sendable { case acknowledged, result, full }

    /// What is told of a new order.
    public static func spotAnswer(
        _ order: PrintedOrder, symbol: String, _ answer: Answer, fills: [PrintedFill], at time: Timestamp,
        _ unit: TimeUnit, into json: inout JSONText
    ) {
        json.object { json in
            json.text("symbol", symbol)
            json.integer("orderId", order.id)
            json.integer("orderListId", order.list)
            json.text("clientOrderId", order.name.description)
            json.time("transactTime", time, unit)
            guard answer != .acknowledged else { return }
            amounts(order, &json)
            if order.stopPrice.isPositive { json.decimal("stopPrice", order.stopPrice, decimals: 8) }
            if order.trailing > 0 { json.integer("trailingDelta", order.trailing) }
            if order.iceberg.isPositive { json.decimal("icebergQty", order.iceberg, decimals: 8) }
            json.integer("workingTime", workingTime(order, unit))
            ending(order, &json)
            guard answer == .full else { return }
            json.array("fills") { json in for fill in fills { spotFill(fill, &json) } }
        }
    }

    /// An order as queries tell it.
    public static func spotOrder(
        _ order: PrintedOrder, symbol: String, _ unit: TimeUnit, into json: inout JSONText
    ) {
        json.object {
            $0.text("symbol", symbol)
            $0.integer("orderId", order.id)
            $0.integer("orderListId", order.list)
            $0.text("clientOrderId", order.name.description)
            amounts(order, &$0, hasSpend: false)
            $0.decimal("stopPrice", order.stopPrice, decimals: 8)
            if order.trailing > 0 { $0.integer("trailingDelta", order.trailing) }
            $0.decimal("icebergQty", order.iceberg, decimals: 8)
            $0.time("time", order.created, unit)
            $0.time("updateTime", order.updated, unit)
            $0.flag("isWorking", order.isWorking)
            $0.integer("workingTime", workingTime(order, unit))
            $0.decimal("origQuoteOrderQty", order.spend, decimals: 8)
            ending(order, &$0)
        }
    }

    /// An order that was made smaller, with the name that it had before.
    public static func spotAmended(
        _ order: PrintedOrder, symbol: String, before: PrintedName, _ unit: TimeUnit,
        into json: inout JSONText
    ) {
        json.object {
            $0.text("symbol", symbol)
            $0.integer("orderId", order.id)
            $0.integer("orderListId", order.list)
            $0.text("origClientOrderId", before.description)
            $0.text("clientOrderId", order.name.description)
            $0.decimal("price", order.price, decimals: 8)
            // The names of this answer are others than those of all that tell of orders.
            $0.decimal("qty", order.quantity, decimals: 8)
            $0.decimal("executedQty", order.filled, decimals: 8)
            $0.decimal("preventedQty", Quantity.zero, decimals: 8)
            $0.decimal("quoteOrderQty", order.spend, decimals: 8)
            $0.decimal("cumulativeQuoteQty", order.paid, decimals: 8)
            $0.text("status", order.status.rawValue)
            $0.text("timeInForce", order.term.rawValue)
            $0.text("type", order.type.rawValue)
            $0.text("side", order.side == .buy ? "BUY" : "SELL")
            $0.integer("workingTime", workingTime(order, unit))
            $0.text("selfTradePreventionMode", order.prevention.rawValue)
        }
    }

    /// The answer of a cancel, whose own name is another than the order's.
    public static func spotCancel(
        _ order: PrintedOrder, symbol: String, cancelName: PrintedName, at time: Timestamp, _ unit: TimeUnit,
        into json: inout JSONText
    ) {
        json.object {
            $0.text("symbol", symbol)
            $0.text("origClientOrderId", order.name.description)
            $0.integer("orderId", order.id)
            $0.integer("orderListId", order.list)
            $0.text("clientOrderId", cancelName.description)
            $0.time("transactTime", time, unit)
            amounts(order, &$0)
            if order.stopPrice.isPositive { $0.decimal("stopPrice", order.stopPrice, decimals: 8) }
            if order.trailing > 0 { $0.integer("trailingDelta", order.trailing) }
            if order.iceberg.isPositive { $0.decimal("icebergQty", order.iceberg, decimals: 8) }
            ending(order, &$0)
        }
    }

    /// A row of `myTrades`.
    public static func spotTrade(
        _ fill: PrintedFill, symbol: String, _ unit: TimeUnit, into json: inout JSONText
    ) {
        json.object {
            $0.text("symbol", symbol)
            $0.integer("id", fill.id)
            $0.integer("orderId", fill.order)
            $0.integer("orderListId", fill.list)
            $0.decimal("price", fill.price, decimals: 8)
            $0.decimal("qty", fill.quantity, decimals: 8)
            $0.decimal("quoteQty", fill.value, decimals: 8)
            $0.key("commission")
            $0.decimal(Int128(fill.fee), decimals: 8)
            $0.text("commissionAsset", fill.feeAsset.description)
            $0.time("time", fill.time, unit)
            $0.flag("isBuyer", fill.side == .buy)
            $0.flag("isMaker", fill.isMaker)
            $0.flag("isBestMatch", true)
        }
    }

    private static func spotFill(_ fill: PrintedFill, _ json: inout JSONText) {
        json.object {
            $0.decimal("price", fill.price, decimals: 8)
            $0.decimal("qty", fill.quantity, decimals: 8)
            $0.key("commission")
            $0.decimal(Int128(fill.fee), decimals: 8)
            $0.text("commissionAsset", fill.feeAsset.description)
            $0.integer("tradeId", fill.id)
        }
    }

    private static func amounts(_ order: PrintedOrder, _ json: inout JSONText, hasSpend: Bool = true) {
        json.decimal("price", order.price, decimals: 8)
        json.decimal("origQty", order.quantity, decimals: 8)
        json.decimal("executedQty", order.filled, decimals: 8)
        if hasSpend { json.decimal("origQuoteOrderQty", order.spend, decimals: 8) }
        // The exchange's own spelling.
        json.decimal("cummulativeQuoteQty", order.paid, decimals: 8)
        json.text("status", order.status.rawValue)
        json.text("timeInForce", order.term.rawValue)
        json.text("type", order.type.rawValue)
        json.text("side", order.side == .buy ? "BUY" : "SELL")
    }

    private static func ending(_ order: PrintedOrder, _ json: inout JSONText) {
        json.text("selfTradePreventionMode", order.prevention.rawValue)
        if order.expiry != .none { json.text("expiryReason", order.expiry.rawValue) }
    }

    static func workingTime(_ order: PrintedOrder, _ unit: TimeUnit) -> Int64 {
        order.working == .zero ? -1 : unit.count(order.working)
    }
}
