import Market

extension BinanceWriting {
    static func spotFilters(_ symbol: ListedSymbol, _ json: inout JSONText) {
        let instrument = symbol.instrument
        json.array("filters") {
            priceFilter(instrument, &$0) { json, key, price in json.decimal(key, price, decimals: 8) }
            lotSize("LOT_SIZE", instrument, most: symbol.maxLimitQuantity, &$0)
            filter("ICEBERG_PARTS", &$0) { $0.integer("limit", 100) }
            filter("MARKET_LOT_SIZE", &$0) {
                $0.decimal("minQty", Quantity.zero, decimals: 8)
                $0.decimal("maxQty", instrument.maxQuantity, decimals: 8)
                $0.decimal("stepSize", Quantity.zero, decimals: 8)
            }
            filter("TRAILING_DELTA", &$0) {
                $0.integer("minTrailingAboveDelta", 10)
                $0.integer("maxTrailingAboveDelta", 2000)
                $0.integer("minTrailingBelowDelta", 10)
                $0.integer("maxTrailingBelowDelta", 2000)
            }
            filter("PERCENT_PRICE_BY_SIDE", &$0) {
                let (up, down) = (share(instrument.priceBandUp), share(instrument.priceBandDown))
                $0.text("bidMultiplierUp", up)
                $0.text("bidMultiplierDown", down)
                $0.text("askMultiplierUp", up)
                $0.text("askMultiplierDown", down)
                $0.integer("avgPriceMins", 5)
            }
            filter("NOTIONAL", &$0) {
                $0.decimal("minNotional", instrument.minNotional, decimals: 8)
                $0.flag("applyMinToMarket", true)
                $0.text("maxNotional", "9000000.00000000")
                $0.flag("applyMaxToMarket", false)
                $0.integer("avgPriceMins", 5)
            }
            filter("MAX_NUM_ORDERS", &$0) { $0.integer("maxNumOrders", 200) }
            filter("MAX_NUM_ORDER_LISTS", &$0) { $0.integer("maxNumOrderLists", 20) }
            filter("MAX_NUM_ALGO_ORDERS", &$0) { $0.integer("maxNumAlgoOrders", 5) }
            filter("MAX_NUM_ORDER_AMENDS", &$0) { $0.integer("maxNumOrderAmends", 10) }
        }
    }

    static func futuresFilters(_ symbol: ListedSymbol, _ json: inout JSONText) {
        let instrument = symbol.instrument
        json.array("filters") {
            // What lies on the tick has its decimals, what bounds it is written as short as it is.
            priceFilter(instrument, &$0) { json, key, price in
                if price == instrument.tickSize {
                    json.decimal(key, price, decimals: symbol.pricePrecision)
                } else {
                    json.text(key, price.description)
                }
            }
            for (name, most) in [
                ("LOT_SIZE", symbol.maxLimitQuantity), ("MARKET_LOT_SIZE", instrument.maxQuantity),
            ] {
                filter(name, &$0) {
                    $0.text("minQty", instrument.minQuantity.description)
                    $0.text("maxQty", most.description)
                    $0.text("stepSize", instrument.stepSize.description)
                }
            }
            filter("MAX_NUM_ORDERS", &$0) { $0.integer("limit", 200) }
            filter("MIN_NOTIONAL", &$0) { $0.text("notional", instrument.minNotional.description) }
            filter("PERCENT_PRICE", &$0) {
                $0.text("multiplierUp", share(instrument.priceBandUp))
                $0.text("multiplierDown", share(instrument.priceBandDown))
                $0.text("multiplierDecimal", "4")
            }
            filter("POSITION_RISK_CONTROL", &$0) { $0.text("positionControlSide", "NONE") }
        }
    }

    private static func priceFilter(
        _ instrument: Instrument, _ json: inout JSONText,
        _ write: (inout JSONText, StaticString, Price) -> Void
    ) {
        // Beyond this the exchange sets no bound; a client wants a number all the same.
        let most = min(instrument.maxPrice, Price(1_000_000_000))
        filter("PRICE_FILTER", &json) {
            write(&$0, "minPrice", max(instrument.minPrice, instrument.tickSize))
            write(&$0, "maxPrice", most)
            write(&$0, "tickSize", instrument.tickSize)
        }
    }

    private static func lotSize(
        _ name: String, _ instrument: Instrument, most: Quantity, _ json: inout JSONText
    ) {
        filter(name, &json) {
            $0.decimal("minQty", instrument.minQuantity, decimals: 8)
            $0.decimal("maxQty", most, decimals: 8)
            $0.decimal("stepSize", instrument.stepSize, decimals: 8)
        }
    }

    private static func filter(
        _ name: String, _ json: inout JSONText, _ members: (inout JSONText) -> Void
    ) {
        json.object {
            $0.text("filterType", name)
            members(&$0)
        }
    }

    private static func share(_ value: Double) -> String { (Price(value) ?? .zero).text(decimals: 4) }
}
