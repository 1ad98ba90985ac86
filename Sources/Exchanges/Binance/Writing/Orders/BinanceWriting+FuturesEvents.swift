import Market

extension BinanceWriting {
    /// The event `ORDER_TRADE_UPDATE`.
    public static func orderUpdate(
        _ order: PrintedOrder, _ execution: PrintedExecution, symbol: String, _ form: NumberForm,
        bids: Money, asks: Money, at time: Timestamp, _ stamp: Timestamp
    ) -> [UInt8] {
        var json = JSONText()
        let fill = execution.fill
        json.object {
            $0.text("e", "ORDER_TRADE_UPDATE")
            $0.time("E", stamp)
            $0.time("T", time)
            $0.object("o") {
                $0.text("s", symbol)
                $0.text("c", order.name.description)
                $0.text("S", order.side == .buy ? "BUY" : "SELL")
                $0.text("o", order.type.rawValue)
                $0.text("f", order.term.rawValue)
                $0.decimal("q", order.quantity, decimals: form.quantity)
                $0.decimal("p", order.price, decimals: form.price)
                $0.decimal("ap", order.average, decimals: max(5, form.price))
                $0.decimal("sp", order.stopPrice, decimals: form.price)
                $0.text("x", execution.kind.rawValue)
                $0.text("X", order.status.rawValue)
                $0.integer("i", order.id)
                $0.decimal("l", fill?.quantity ?? .zero, decimals: form.quantity)
                $0.decimal("z", order.filled, decimals: form.quantity)
                $0.decimal("L", fill?.price ?? .zero, decimals: form.price)
                if let fill, fill.fee != 0 {
                    $0.key("n")
                    $0.decimal(Int128(fill.fee), decimals: 8)
                    $0.text("N", fill.feeAsset.description)
                }
                $0.time("T", time)
                $0.integer("t", fill?.id ?? 0)
                $0.decimal("b", bids, decimals: 8)
                $0.decimal("a", asks, decimals: 8)
                orderTerms(order, fill, &$0)
            }
        }
        return json.bytes
    }

    private static func orderTerms(_ order: PrintedOrder, _ fill: PrintedFill?, _ json: inout JSONText) {
        json.flag("m", fill?.isMaker ?? false)
        json.flag("R", order.reducesOnly)
        json.text("wt", PrintedWorkingType.last.rawValue)
        json.text("ot", order.original.rawValue)
        json.text("ps", order.positionSide.rawValue)
        json.flag("cp", order.closesPosition)
        json.flag("pP", false)
        json.integer("si", 0)
        json.integer("ss", 0)
        json.decimal("rp", fill?.profit ?? .zero, decimals: 8)
        json.text("V", order.prevention.rawValue)
        json.text("pm", order.match.rawValue)
        json.time("gtd", order.goodTill)
        json.text("er", "\(order.expiry.number)")
        json.integer("st", 1)
    }

    /// The event `ACCOUNT_UPDATE`: why, the wallet where it changed, and the positions that did.
    public static func accountUpdate(
        _ reason: String, symbol: String? = nil, _ margin: PrintedMargin, changed: Money,
        positions: [(symbol: String, position: PrintedPosition)], at time: Timestamp, _ stamp: Timestamp
    ) -> [UInt8] {
        var json = JSONText()
        json.object { json in
            json.text("e", "ACCOUNT_UPDATE")
            json.time("E", stamp)
            json.time("T", time)
            json.object("a") { json in
                json.text("m", reason)
                if let symbol { json.text("S", symbol) }
                json.array("B") {
                    $0.object {
                        $0.text("a", "USDT")
                        $0.decimal("wb", margin.wallet, decimals: 8)
                        $0.decimal("cw", margin.crossWallet, decimals: 8)
                        $0.decimal("bc", changed, decimals: 8)
                    }
                }
                json.array("P") { json in
                    for row in positions { updatedPosition(row.position, row.symbol, &json) }
                }
            }
        }
        return json.bytes
    }

    private static func updatedPosition(
        _ position: PrintedPosition, _ symbol: String, _ json: inout JSONText
    ) {
        json.object {
            $0.text("s", symbol)
            $0.text("pa", position.quantity.description)
            $0.text("ep", position.entry.description)
            $0.text("bep", position.breakEven.description)
            $0.text("cr", position.realised.description)
            $0.text("up", position.unrealised.description)
            $0.text("mt", position.isIsolated ? "isolated" : "cross")
            $0.text("iw", position.isolatedWallet.description)
            $0.text("ps", position.side.rawValue)
            $0.text("ma", "USDT")
        }
    }

    /// The event `ALGO_UPDATE`.
    public static func algoUpdate(
        _ algo: PrintedAlgo, symbol: String, _ form: NumberForm, at time: Timestamp, _ stamp: Timestamp
    ) -> [UInt8] {
        var json = JSONText()
        json.object {
            $0.text("e", "ALGO_UPDATE")
            $0.time("T", time)
            $0.time("E", stamp)
            $0.object("o") {
                $0.text("caid", algo.name.description)
                $0.integer("aid", algo.id)
                $0.text("at", "CONDITIONAL")
                $0.text("o", algo.type.rawValue)
                $0.text("s", symbol)
                $0.text("S", algo.side == .buy ? "BUY" : "SELL")
                $0.text("ps", algo.positionSide.rawValue)
                $0.text("f", algo.term.rawValue)
                $0.decimal("q", algo.quantity, decimals: form.quantity)
                $0.text("X", algo.status.rawValue)
                $0.text("ai", algo.order > 0 ? "\(algo.order)" : "")
                $0.decimal("ap", algo.average, decimals: max(5, form.price))
                $0.decimal("aq", algo.filled, decimals: form.quantity)
                $0.text("act", algo.order > 0 ? algo.becomes.rawValue : "0")
                $0.decimal("tp", algo.trigger, decimals: form.price)
                $0.decimal("p", algo.price, decimals: form.price)
                $0.text("V", algo.prevention.rawValue)
                $0.text("wt", algo.working.rawValue)
                $0.text("pm", algo.match.rawValue)
                $0.flag("cp", algo.closesPosition)
                $0.flag("pP", algo.isProtected)
                $0.flag("R", algo.reducesOnly)
                $0.time("tt", algo.triggered)
                $0.time("gtd", algo.goodTill)
                if !algo.reason.isEmpty { $0.text("rm", algo.reason) }
                $0.flag("ia", algo.isActivated)
            }
        }
        return json.bytes
    }

    /// The event `ACCOUNT_CONFIG_UPDATE` of a contract's leverage, or, where none is named, of the asset
    /// mode.
    public static func configUpdate(
        leverage: (symbol: String, leverage: Int64)?, isMultiAsset: Bool, at time: Timestamp,
        _ stamp: Timestamp
    ) -> [UInt8] {
        var json = JSONText()
        json.object {
            $0.text("e", "ACCOUNT_CONFIG_UPDATE")
            $0.time("E", stamp)
            $0.time("T", time)
            if let leverage {
                $0.object("ac") {
                    $0.text("s", leverage.symbol)
                    $0.integer("l", leverage.leverage)
                }
            } else {
                $0.object("ai") { $0.flag("j", isMultiAsset) }
            }
        }
        return json.bytes
    }

    /// The event `listenKeyExpired`.
    public static func listenKeyExpired(_ key: String, at stamp: Timestamp) -> [UInt8] {
        var json = JSONText()
        json.object {
            $0.text("e", "listenKeyExpired")
            $0.time("E", stamp)
            $0.text("listenKey", key)
        }
        return json.bytes
    }
}
