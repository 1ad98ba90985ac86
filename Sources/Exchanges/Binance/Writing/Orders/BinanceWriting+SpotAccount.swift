import Market

extension BinanceWriting {
    /// What an account has of an asset, at 1e-8.
    public struct Balance: Sendable, Hashable {
        /// Its name.
        public var asset: String
        /// What orders may take, and what they have set aside.
        public var free: Int64
        public var locked: Int64

        public init(_ asset: String, free: Int64, locked: Int64) {
            (self.asset, self.free, self.locked) = (asset, free, locked)
        }
    }

    /// What an account has, under the names that an answer or an event gives it.
    static func list(
        _ balances: [Balance], _ name: StaticString,
        _ names: (asset: StaticString, free: StaticString, locked: StaticString), into json: inout JSONText
    ) {
        json.array(name) { json in
            for balance in balances {
                json.object {
                    $0.text(names.asset, balance.asset)
                    $0.key(names.free)
                    $0.decimal(Int128(balance.free), decimals: 8)
                    $0.key(names.locked)
                    $0.decimal(Int128(balance.locked), decimals: 8)
                }
            }
        }
    }

    /// The answer of spot's `account`.
    public static func spotAccount(
        _ balances: [Balance], maker: Price, taker: Price, uid: Int64, updated: Timestamp, _ unit: TimeUnit
    ) -> [UInt8] {
        var json = JSONText()
        json.object { json in
            json.integer("makerCommission", maker.raw / 10_000)
            json.integer("takerCommission", taker.raw / 10_000)
            json.integer("buyerCommission", 0)
            json.integer("sellerCommission", 0)
            rates("commissionRates", maker, taker, &json)
            for key: StaticString in ["canTrade", "canWithdraw", "canDeposit"] { json.flag(key, true) }
            for key: StaticString in ["brokered", "requireSelfTradePrevention", "preventSor"] {
                json.flag(key, false)
            }
            json.time("updateTime", updated, unit)
            json.text("accountType", "SPOT")
            list(balances, "balances", ("asset", "free", "locked"), into: &json)
            json.texts("permissions", ["SPOT"])
            json.integer("uid", uid)
        }
        return json.bytes
    }

    /// The answer of `account/commission`.
    public static func spotCommission(
        symbol: String, maker: Price, taker: Price, paysInBNB: Bool
    ) -> [UInt8] {
        var json = JSONText()
        json.object {
            $0.text("symbol", symbol)
            rates("standardCommission", maker, taker, &$0)
            rates("specialCommission", .zero, .zero, &$0)
            rates("taxCommission", .zero, .zero, &$0)
            $0.object("discount") {
                $0.flag("enabledForAccount", paysInBNB)
                $0.flag("enabledForSymbol", true)
                $0.text("discountAsset", "BNB")
                $0.text("discount", "0.75000000")
            }
        }
        return json.bytes
    }

    private static func rates(
        _ name: StaticString, _ maker: Price, _ taker: Price, _ json: inout JSONText
    ) {
        json.object(name) {
            $0.decimal("maker", maker, decimals: 8)
            $0.decimal("taker", taker, decimals: 8)
            $0.decimal("buyer", Price.zero, decimals: 8)
            $0.decimal("seller", Price.zero, decimals: 8)
        }
    }
}

extension BinanceWriting {
    /// The answer of `order/test` where it is to tell the fees.
    public static func testedCommission(maker: Price, taker: Price, paysInBNB: Bool) -> [UInt8] {
        var json = JSONText()
        json.object {
            for (name, maker, taker): (StaticString, Price, Price) in [
                ("standardCommissionForOrder", maker, taker), ("specialCommissionForOrder", .zero, .zero),
                ("taxCommissionForOrder", .zero, .zero),
            ] {
                $0.object(name) {
                    $0.decimal("maker", maker, decimals: 8)
                    $0.decimal("taker", taker, decimals: 8)
                }
            }
            $0.object("discount") {
                $0.flag("enabledForAccount", paysInBNB)
                $0.flag("enabledForSymbol", true)
                $0.text("discountAsset", "BNB")
                $0.text("discount", "0.75000000")
            }
        }
        return json.bytes
    }
}
