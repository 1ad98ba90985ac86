import Market

extension BinanceWriting {
    /// The answer of `exchangeInfo`.
    public static func exchangeInfo(
        _ symbols: [ListedSymbol], _ market: MarketKind, _ limits: ExchangeLimits,
        showsPermissionSets: Bool = true, at time: Timestamp,
        _ unit: TimeUnit = .millisecond
    ) -> [UInt8] {
        var json = JSONText()
        json.object { json in
            json.text("timezone", "UTC")
            json.time("serverTime", time, unit)
            if market == .um { json.text("futuresType", "U_MARGINED") }
            limits.write(into: &json)
            json.array("exchangeFilters") { _ in }
            if market == .um { assets(&json) }
            json.array("symbols") { json in
                for symbol in symbols {
                    switch market {
                    case .spot: spot(symbol, showsPermissionSets, &json)
                    case .um: futures(symbol, &json)
                    }
                }
            }
            if market == .spot { json.array("sors") { _ in } }
        }
        return json.bytes
    }

    private static func assets(_ json: inout JSONText) {
        json.array("assets") {
            $0.object {
                $0.text("asset", "USDT")
                $0.flag("marginAvailable", true)
                $0.text("autoAssetExchange", "-10000")
            }
        }
    }

    private static func spot(_ symbol: ListedSymbol, _ showsPermissionSets: Bool, _ json: inout JSONText) {
        json.object {
            $0.text("symbol", symbol.name)
            $0.text("status", symbol.instrument.status.description)
            $0.text("baseAsset", symbol.instrument.base)
            $0.integer("baseAssetPrecision", 8)
            $0.text("quoteAsset", symbol.quote)
            $0.integer("quotePrecision", 8)
            $0.integer("quoteAssetPrecision", 8)
            $0.integer("baseCommissionPrecision", 8)
            $0.integer("quoteCommissionPrecision", 8)
            $0.texts(
                "orderTypes",
                [
                    "LIMIT", "LIMIT_MAKER", "MARKET", "STOP_LOSS", "STOP_LOSS_LIMIT", "TAKE_PROFIT",
                    "TAKE_PROFIT_LIMIT",
                ])
            let allowed: [StaticString] = [
                "icebergAllowed", "ocoAllowed", "otoAllowed", "opoAllowed", "quoteOrderQtyMarketAllowed",
                "allowTrailingStop", "cancelReplaceAllowed", "amendAllowed", "pegInstructionsAllowed",
                "isSpotTradingAllowed",
            ]
            for key in allowed { $0.flag(key, true) }
            $0.flag("isMarginTradingAllowed", false)
            spotFilters(symbol, &$0)
            $0.array("permissions") { _ in }
            if showsPermissionSets { $0.array("permissionSets") { $0.array { $0.text("SPOT") } } }
            $0.text("defaultSelfTradePreventionMode", "EXPIRE_MAKER")
            $0.texts(
                "allowedSelfTradePreventionModes",
                ["EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH", "NONE"])
        }
    }

    private static func futures(_ symbol: ListedSymbol, _ json: inout JSONText) {
        json.object {
            $0.text("symbol", symbol.name)
            $0.text("pair", symbol.name)
            $0.text("contractType", "PERPETUAL")
            $0.integer("deliveryDate", 4_133_404_800_000)
            $0.time("onboardDate", symbol.onboarded)
            $0.text("status", symbol.instrument.status.description)
            $0.text("maintMarginPercent", "2.5000")
            $0.text("requiredMarginPercent", "5.0000")
            $0.text("baseAsset", symbol.instrument.base)
            $0.text("quoteAsset", symbol.quote)
            $0.text("marginAsset", symbol.quote)
            $0.integer("pricePrecision", Int64(symbol.pricePrecision))
            $0.integer("quantityPrecision", Int64(symbol.quantityPrecision))
            $0.integer("baseAssetPrecision", 8)
            $0.integer("quotePrecision", 8)
            $0.text("underlyingType", "COIN")
            $0.array("underlyingSubType") { _ in }
            $0.decimal("triggerProtect", symbol.triggerProtect, decimals: 4)
            $0.decimal("liquidationFee", symbol.liquidationFee, decimals: 6)
            $0.text("marketTakeBound", symbol.marketTakeBound.description)
            $0.integer("maxMoveOrderLimit", 10_000)
            futuresFilters(symbol, &$0)
            $0.texts(
                "orderTypes",
                [
                    "LIMIT", "MARKET", "STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET",
                    "TRAILING_STOP_MARKET",
                ])
            $0.texts("timeInForce", ["GTC", "IOC", "FOK", "GTX", "GTD"])
            $0.texts("permissionSets", ["GRID", "COPY"])
        }
    }
}
