import Market

extension BinanceWriting {
    /// A row of `positionRisk`, of either version.
    public static func positionRisk(
        _ position: PrintedPosition, symbol: String, _ form: NumberForm, isOld: Bool,
        into json: inout JSONText
    ) {
        json.object {
            $0.text("symbol", symbol)
            $0.text("positionSide", position.side.rawValue)
            $0.decimal("positionAmt", position.quantity, decimals: form.quantity)
            $0.decimal("entryPrice", position.entry, decimals: 8)
            $0.decimal("breakEvenPrice", position.breakEven, decimals: 8)
            $0.decimal("markPrice", position.mark, decimals: 8)
            $0.decimal("unRealizedProfit", position.unrealised, decimals: 8)
            $0.decimal("liquidationPrice", position.liquidation, decimals: 8)
            if isOld {
                $0.text("leverage", "\(position.leverage)")
                $0.text("maxNotionalValue", "\(position.maxNotional)")
                $0.text("marginType", position.isIsolated ? "isolated" : "cross")
                $0.text("isAutoAddMargin", "false")
            }
            $0.decimal("isolatedMargin", position.isolatedMargin, decimals: 8)
            $0.decimal("notional", position.notional, decimals: 8)
            $0.text("marginAsset", "USDT")
            $0.decimal("isolatedWallet", position.isolatedWallet, decimals: 8)
            if !isOld {
                $0.decimal("initialMargin", position.initialMargin + position.orderMargin, decimals: 8)
                $0.decimal("maintMargin", position.maintenance, decimals: 8)
                $0.decimal("positionInitialMargin", position.initialMargin, decimals: 8)
                $0.decimal("openOrderInitialMargin", position.orderMargin, decimals: 8)
                $0.integer("adl", position.quantity.isZero ? 0 : 2)
                $0.decimal("bidNotional", position.bids, decimals: 8)
                $0.decimal("askNotional", position.asks, decimals: 8)
            }
            $0.time("updateTime", position.updated)
        }
    }

    /// The answer of futures' `account`: with all positions in the old version, and what they are worth.
    public static func futuresAccount(
        _ margin: PrintedMargin, _ positions: [(symbol: String, position: PrintedPosition)], isOld: Bool,
        isMultiAsset: Bool, at time: Timestamp
    ) -> [UInt8] {
        var json = JSONText()
        json.object { json in
            if isOld {
                json.integer("feeTier", 0)
                json.flag("feeBurn", false)
                for key: StaticString in ["canTrade", "canDeposit", "canWithdraw"] { json.flag(key, true) }
                json.integer("updateTime", 0)
                json.flag("multiAssetsMargin", isMultiAsset)
                json.integer("tradeGroupId", -1)
            }
            totals(margin, &json)
            json.array("assets") { json in asset(margin, isOld: isOld, at: time, &json) }
            json.array("positions") { json in
                for row in positions { accountPosition(row.position, row.symbol, isOld: isOld, &json) }
            }
        }
        return json.bytes
    }

    private static func totals(_ margin: PrintedMargin, _ json: inout JSONText) {
        json.decimal("totalInitialMargin", margin.initialMargin, decimals: 8)
        json.decimal("totalMaintMargin", margin.maintenance, decimals: 8)
        json.decimal("totalWalletBalance", margin.wallet, decimals: 8)
        json.decimal("totalUnrealizedProfit", margin.unrealised, decimals: 8)
        json.decimal("totalMarginBalance", margin.balance, decimals: 8)
        json.decimal("totalPositionInitialMargin", margin.positionMargin, decimals: 8)
        json.decimal("totalOpenOrderInitialMargin", margin.orderMargin, decimals: 8)
        json.decimal("totalCrossWalletBalance", margin.crossWallet, decimals: 8)
        json.decimal("totalCrossUnPnl", margin.crossUnrealised, decimals: 8)
        json.decimal("availableBalance", margin.available, decimals: 8)
        json.decimal("maxWithdrawAmount", margin.available, decimals: 8)
    }

    private static func asset(
        _ margin: PrintedMargin, isOld: Bool, at time: Timestamp, _ json: inout JSONText
    ) {
        json.object {
            $0.text("asset", "USDT")
            $0.decimal("walletBalance", margin.wallet, decimals: 8)
            $0.decimal("unrealizedProfit", margin.unrealised, decimals: 8)
            $0.decimal("marginBalance", margin.balance, decimals: 8)
            $0.decimal("maintMargin", margin.maintenance, decimals: 8)
            $0.decimal("initialMargin", margin.initialMargin, decimals: 8)
            $0.decimal("positionInitialMargin", margin.positionMargin, decimals: 8)
            $0.decimal("openOrderInitialMargin", margin.orderMargin, decimals: 8)
            $0.decimal("crossWalletBalance", margin.crossWallet, decimals: 8)
            $0.decimal("crossUnPnl", margin.crossUnrealised, decimals: 8)
            $0.decimal("availableBalance", margin.available, decimals: 8)
            $0.decimal("maxWithdrawAmount", margin.available, decimals: 8)
            if isOld { $0.flag("marginAvailable", true) }
            $0.time("updateTime", time)
        }
    }

    private static func accountPosition(
        _ position: PrintedPosition, _ symbol: String, isOld: Bool, _ json: inout JSONText
    ) {
        json.object {
            $0.text("symbol", symbol)
            $0.text("positionSide", position.side.rawValue)
            $0.text("positionAmt", position.quantity.description)
            $0.decimal("unrealizedProfit", position.unrealised, decimals: 8)
            $0.decimal("isolatedMargin", position.isolatedMargin, decimals: 8)
            $0.decimal("notional", position.notional, decimals: 8)
            $0.decimal("isolatedWallet", position.isolatedWallet, decimals: 8)
            $0.decimal("initialMargin", position.initialMargin + position.orderMargin, decimals: 8)
            $0.decimal("maintMargin", position.maintenance, decimals: 8)
            if isOld {
                $0.decimal("positionInitialMargin", position.initialMargin, decimals: 8)
                $0.decimal("openOrderInitialMargin", position.orderMargin, decimals: 8)
                $0.text("leverage", "\(position.leverage)")
                $0.flag("isolated", position.isIsolated)
                $0.decimal("entryPrice", position.entry, decimals: 8)
                $0.decimal("breakEvenPrice", position.breakEven, decimals: 8)
                $0.text("maxNotional", "\(position.maxNotional)")
                $0.decimal("bidNotional", position.bids, decimals: 8)
                $0.decimal("askNotional", position.asks, decimals: 8)
            }
            $0.time("updateTime", position.updated)
        }
    }

    /// The answer of futures' `balance`.
    public static func futuresBalance(_ margin: PrintedMargin, alias: String, at time: Timestamp) -> [UInt8] {
        var json = JSONText()
        json.array {
            $0.object {
                $0.text("accountAlias", alias)
                $0.text("asset", "USDT")
                $0.decimal("balance", margin.wallet, decimals: 8)
                $0.decimal("crossWalletBalance", margin.crossWallet, decimals: 8)
                $0.decimal("crossUnPnl", margin.crossUnrealised, decimals: 8)
                $0.decimal("availableBalance", margin.available, decimals: 8)
                $0.decimal("maxWithdrawAmount", margin.available, decimals: 8)
                $0.flag("marginAvailable", true)
                $0.time("updateTime", time)
            }
        }
        return json.bytes
    }

    /// A row of `income`.
    public static func income(_ income: PrintedIncome, symbol: String, into json: inout JSONText) {
        json.object {
            $0.text("symbol", symbol)
            $0.text("incomeType", income.kind.rawValue)
            $0.decimal("income", income.amount, decimals: 8)
            $0.text("asset", "USDT")
            $0.text("info", income.trade > 0 ? "\(income.trade)" : income.kind.rawValue)
            $0.time("time", income.time)
            $0.integer("tranId", income.id)
            $0.text("tradeId", income.trade > 0 ? "\(income.trade)" : "")
        }
    }
}
