import Market

extension BinanceWriting {
    /// The event of `<symbol>@markPrice`, and a row of `!markPrice@arr`.
    public static func markPrice(
        _ mark: MarkPrice, symbol: String, at time: Timestamp, into json: inout JSONText
    ) {
        json.object {
            $0.text("e", "markPriceUpdate")
            $0.time("E", time)
            $0.text("s", symbol)
            $0.decimal("p", mark.mark, decimals: 8)
            $0.decimal("ap", mark.mark, decimals: 8)
            $0.decimal("P", mark.settlement, decimals: 8)
            $0.decimal("i", mark.index, decimals: 8)
            $0.decimal("r", mark.fundingRate, decimals: 8)
            $0.time("T", mark.nextFunding)
            $0.integer("st", 1)
        }
    }

    /// A row of `premiumIndex`.
    public static func premium(
        _ mark: MarkPrice, symbol: String, at time: Timestamp, into json: inout JSONText
    ) {
        json.object {
            $0.text("symbol", symbol)
            $0.decimal("markPrice", mark.mark, decimals: 8)
            $0.decimal("indexPrice", mark.index, decimals: 8)
            $0.decimal("estimatedSettlePrice", mark.settlement, decimals: 8)
            $0.decimal("lastFundingRate", mark.fundingRate, decimals: 8)
            $0.text("interestRate", "0.00010000")
            $0.time("nextFundingTime", mark.nextFunding)
            $0.time("time", time)
        }
    }

    /// A row of `fundingRate`.
    public static func funding(
        _ rate: Price, mark: Price, symbol: String, at time: Timestamp, into json: inout JSONText
    ) {
        json.object {
            $0.text("symbol", symbol)
            $0.time("fundingTime", time)
            $0.decimal("fundingRate", rate, decimals: 8)
            $0.decimal("markPrice", mark, decimals: 8)
            $0.text("rateType", "Regular")
        }
    }

    /// A row of `fundingInfo`.
    public static func fundingInfo(
        symbol: String, hours: Int64, at time: Timestamp, into json: inout JSONText
    ) {
        json.object {
            $0.text("symbol", symbol)
            $0.text("adjustedFundingRateCap", "0.02000000")
            $0.text("adjustedFundingRateFloor", "-0.02000000")
            $0.integer("fundingIntervalHours", hours)
            $0.flag("disclaimer", false)
            $0.time("updateTime", time)
        }
    }

    /// The answer of `openInterest`.
    public static func openInterest(
        _ quantity: Volume, symbol: String, _ form: NumberForm, at time: Timestamp
    ) -> [UInt8] {
        var json = JSONText()
        json.object {
            $0.decimal("openInterest", quantity, decimals: form.quantity)
            $0.text("symbol", symbol)
            $0.time("time", time)
        }
        return json.bytes
    }
}

extension BinanceWriting {
    /// A row of `leverageBracket`.
    public static func brackets(_ brackets: [LeverageBracket], symbol: String, into json: inout JSONText) {
        json.object {
            $0.text("symbol", symbol)
            $0.array("brackets") { json in
                for (index, bracket) in brackets.enumerated() {
                    json.object {
                        $0.integer("bracket", Int64(index + 1))
                        $0.integer("initialLeverage", bracket.leverage)
                        $0.integer("notionalCap", bracket.cap)
                        $0.integer("notionalFloor", bracket.floor)
                        $0.key("maintMarginRatio")
                        $0.whole(Array(Price(raw: bracket.maintenance * 10_000).description.utf8))
                        $0.integer("cum", bracket.cumulated)
                    }
                }
            }
        }
    }
}
