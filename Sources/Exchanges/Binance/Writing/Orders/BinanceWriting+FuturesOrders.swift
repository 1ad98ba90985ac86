import Market

extension BinanceWriting {
    /// Which of the exchange's forms an order is told in.
    public enum FuturesForm: Sendable { case placed, queried, amended }

    /// An order of futures.
    public static func futuresOrder(
        _ order: PrintedOrder, symbol: String, _ form: NumberForm, _ kind: FuturesForm,
        into json: inout JSONText
    ) {
        json.object {
            $0.integer("orderId", order.id)
            $0.text("symbol", symbol)
            if kind == .amended { $0.text("pair", symbol) }
            $0.text("status", order.status.rawValue)
            $0.text("clientOrderId", order.name.description)
            $0.decimal("price", order.price, decimals: form.price)
            $0.decimal("avgPrice", order.average, decimals: max(5, form.price))
            $0.decimal("origQty", order.quantity, decimals: form.quantity)
            $0.decimal("executedQty", order.filled, decimals: form.quantity)
            if kind != .queried { $0.decimal("cumQty", order.filled, decimals: form.quantity) }
            $0.decimal("cumQuote", order.paid, decimals: form.quote)
            $0.text("timeInForce", order.term.rawValue)
            $0.text("type", order.type.rawValue)
            $0.flag("reduceOnly", order.reducesOnly)
            $0.flag("closePosition", order.closesPosition)
            $0.text("side", order.side == .buy ? "BUY" : "SELL")
            $0.text("positionSide", order.positionSide.rawValue)
            $0.decimal("stopPrice", order.stopPrice, decimals: form.price)
            $0.text("workingType", PrintedWorkingType.last.rawValue)
            $0.flag("priceProtect", false)
            $0.text("origType", order.original.rawValue)
            $0.text("priceMatch", order.match.rawValue)
            $0.text("selfTradePreventionMode", order.prevention.rawValue)
            $0.integer("goodTillDate", order.goodTill.milliseconds)
            if kind == .queried { $0.time("time", order.created) }
            $0.time("updateTime", order.updated)
        }
    }

    /// A row of `userTrades`.
    public static func futuresTrade(
        _ fill: PrintedFill, symbol: String, quote: String, _ form: NumberForm, into json: inout JSONText
    ) {
        json.object {
            $0.text("symbol", symbol)
            $0.text("pair", symbol)
            $0.integer("id", fill.id)
            $0.integer("orderId", fill.order)
            $0.text("side", fill.side == .buy ? "BUY" : "SELL")
            $0.decimal("price", fill.price, decimals: form.price)
            $0.decimal("qty", fill.quantity, decimals: form.quantity)
            $0.decimal("realizedPnl", fill.profit, decimals: 8)
            $0.text("marginAsset", quote)
            $0.decimal("quoteQty", fill.value, decimals: form.quote)
            $0.decimal("baseQty", fill.quantity, decimals: form.quantity)
            $0.key("commission")
            $0.decimal(Int128(fill.fee), decimals: 8)
            $0.text("commissionAsset", fill.feeAsset.description)
            $0.time("time", fill.time)
            $0.text("positionSide", fill.positionSide.rawValue)
            $0.flag("buyer", fill.side == .buy)
            $0.flag("maker", fill.isMaker)
        }
    }

    /// A conditional order; `isWhole` where what became of it is told, too.
    public static func algo(
        _ algo: PrintedAlgo, symbol: String, _ form: NumberForm, isWhole: Bool, into json: inout JSONText
    ) {
        json.object {
            $0.integer("algoId", algo.id)
            $0.text("clientAlgoId", algo.name.description)
            $0.text("algoType", "CONDITIONAL")
            $0.text("orderType", algo.type.rawValue)
            $0.text("symbol", symbol)
            $0.text("side", algo.side == .buy ? "BUY" : "SELL")
            $0.text("positionSide", algo.positionSide.rawValue)
            $0.text("timeInForce", algo.term.rawValue)
            $0.decimal("quantity", algo.quantity, decimals: form.quantity)
            $0.text("algoStatus", algo.status.rawValue)
            if isWhole { outcome(algo, form, &$0) }
            $0.decimal("triggerPrice", algo.trigger, decimals: form.price)
            $0.decimal("price", algo.price, decimals: form.price)
            $0.key("icebergQuantity")
            $0.whole(Array("null".utf8))
            $0.text("selfTradePreventionMode", algo.prevention.rawValue)
            $0.text("workingType", algo.working.rawValue)
            $0.text("priceMatch", algo.match.rawValue)
            $0.flag("closePosition", algo.closesPosition)
            $0.flag("priceProtect", algo.isProtected)
            $0.flag("reduceOnly", algo.reducesOnly)
            // Queries tell them of trailing ones alone.
            if !isWhole || algo.type == .trailingStopMarket {
                $0.text("activatePrice", algo.activation.isZero ? "" : algo.activation.description)
                $0.text("callbackRate", algo.callback.isZero ? "" : algo.callback.description)
            }
            $0.time("createTime", algo.created)
            $0.time("updateTime", algo.updated)
            $0.time("triggerTime", algo.triggered)
            $0.time("goodTillDate", algo.goodTill)
        }
    }

    private static func outcome(_ algo: PrintedAlgo, _ form: NumberForm, _ json: inout JSONText) {
        let isOrder = algo.order > 0
        json.text("actualOrderId", isOrder ? "\(algo.order)" : "")
        json.decimal("actualPrice", algo.average, decimals: max(5, form.price))
        json.text("actualType", isOrder ? algo.becomes.rawValue : "")
        json.decimal("actualQty", algo.filled, decimals: form.quantity)
    }
}

extension PrintedAlgo {
    /// The order that it becomes.
    public var becomes: PrintedOrderType { type == .stop || type == .takeProfit ? .limit : .market }
}
