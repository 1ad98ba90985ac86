import Market

extension BinanceWriting {
    /// The event `executionReport`.
    public static func executionReport(
        _ order: PrintedOrder, _ execution: PrintedExecution, symbol: String, at time: Timestamp,
        _ stamp: Timestamp, _ unit: TimeUnit
    ) -> [UInt8] {
        var json = JSONText()
        let isCancel = !execution.cancelName.isEmpty
        json.object {
            $0.text("e", "executionReport")
            $0.time("E", stamp, unit)
            $0.text("s", symbol)
            $0.text("c", (isCancel ? execution.cancelName : order.name).description)
            $0.text("S", order.side == .buy ? "BUY" : "SELL")
            $0.text("o", order.type.rawValue)
            $0.text("f", order.term.rawValue)
            $0.decimal("q", order.quantity, decimals: 8)
            $0.decimal("p", order.price, decimals: 8)
            $0.decimal("P", order.stopPrice, decimals: 8)
            if order.trailing > 0 { $0.integer("d", order.trailing) }
            $0.decimal("F", order.iceberg, decimals: 8)
            $0.integer("g", order.list)
            $0.text("C", isCancel ? order.name.description : "")
            $0.text("x", execution.kind.rawValue)
            $0.text("X", order.status.rawValue)
            $0.text("r", order.status == .rejected ? "INSUFFICIENT_BALANCES" : "NONE")
            $0.integer("i", order.id)
            spotAmounts(order, execution.fill, &$0)
            $0.time("T", time, unit)
            $0.integer("t", execution.fill?.id ?? -1)
            $0.integer("I", execution.id)
            $0.flag("w", order.isWorking && !order.status.isFinal)
            $0.flag("m", execution.fill?.isMaker ?? false)
            $0.flag("M", execution.fill != nil)
            $0.time("O", order.created, unit)
            $0.decimal("Z", order.paid, decimals: 8)
            $0.decimal("Y", execution.fill?.value ?? .zero, decimals: 8)
            $0.decimal("Q", order.spend, decimals: 8)
            if order.working != .zero { $0.time("W", order.working, unit) }
            $0.text("V", order.prevention.rawValue)
            if order.expiry != .none { $0.text("eR", order.expiry.rawValue) }
        }
        return json.bytes
    }

    private static func spotAmounts(_ order: PrintedOrder, _ fill: PrintedFill?, _ json: inout JSONText) {
        json.decimal("l", fill?.quantity ?? .zero, decimals: 8)
        json.decimal("z", order.filled, decimals: 8)
        json.decimal("L", fill?.price ?? .zero, decimals: 8)
        json.key("n")
        json.decimal(Int128(fill?.fee ?? 0), decimals: 8)
        json.key("N")
        if let fill { json.text(fill.feeAsset.description) } else { json.whole(Array("null".utf8)) }
    }

    /// The event `outboundAccountPosition`: what an account has now of the assets that may have changed.
    public static func accountPosition(
        _ balances: [Balance], at time: Timestamp, _ stamp: Timestamp, _ unit: TimeUnit
    ) -> [UInt8] {
        var json = JSONText()
        json.object { json in
            json.text("e", "outboundAccountPosition")
            json.time("E", stamp, unit)
            json.time("u", time, unit)
            list(balances, "B", ("a", "f", "l"), into: &json)
        }
        return json.bytes
    }

    /// The event `balanceUpdate`: something came or went by another way than a trade.
    public static func balanceUpdate(
        asset: String, by amount: Int64, at time: Timestamp, _ stamp: Timestamp, _ unit: TimeUnit
    ) -> [UInt8] {
        var json = JSONText()
        json.object {
            $0.text("e", "balanceUpdate")
            $0.time("E", stamp, unit)
            $0.text("a", asset)
            $0.key("d")
            $0.decimal(Int128(amount), decimals: 8)
            $0.time("T", time, unit)
        }
        return json.bytes
    }

    /// A subscription ends.
    public static func streamTerminated(at stamp: Timestamp, _ unit: TimeUnit) -> [UInt8] {
        var json = JSONText()
        json.object {
            $0.text("e", "eventStreamTerminated")
            $0.time("E", stamp, unit)
        }
        return json.bytes
    }

    /// An event of an account as the WebSocket API tells it.
    public static func subscribed(_ subscription: Int64, _ event: [UInt8]) -> [UInt8] {
        var json = JSONText()
        json.object {
            $0.integer("subscriptionId", subscription)
            $0.key("event")
            $0.whole(event)
        }
        return json.bytes
    }
}
