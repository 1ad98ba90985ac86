import CSimdJSON
import Market
import Messages

/// Balances, positions, and how an account is set.
extension OrderReader {
    /// Calls back with what an account of spot has of each asset.
    package func balances(
        _ body: [UInt8], _ take: (AssetBalance) -> Void
    ) throws(FeedProblem) {
        try rows(body, "balances", ["asset", "free", "locked"]) { (cells) throws(FeedProblem) in
            let free: Quantity = try cells[1].amount("free")
            let locked: Quantity = try cells[2].amount("locked")
            let (total, isTooMuch) = free.raw.addingReportingOverflow(locked.raw)
            guard !isTooMuch else {
                throw .badValue(column: "locked", found: "\(locked)", expected: "a balance")
            }
            take(AssetBalance(ShortLabel(clipping: cells[0].word), total))
        }
    }

    /// Calls back with what an account of futures has of each asset.
    package func wallets(_ body: [UInt8], _ take: (AssetBalance) -> Void) throws(FeedProblem) {
        try rows(body, "", ["asset", "balance"]) { (cells) throws(FeedProblem) in
            take(AssetBalance(ShortLabel(clipping: cells[0].word), try cells[1].signed("balance")))
        }
    }

    /// Calls back with each position of futures.
    package func positions(_ body: [UInt8], _ take: (ExchangePosition) -> Void) throws(FeedProblem) {
        try rows(body, "", ["symbol", "positionAmt", "entryPrice"]) { (cells) throws(FeedProblem) in
            var position = ExchangePosition()
            position.symbol = symbol(cells[0])
            position.quantity = Quantity(raw: try cells[1].signed("positionAmt"))
            position.entryPrice = try cells[2].average("entryPrice")
            take(position)
        }
    }

    /// How an account of futures is set.
    package func modes(_ body: [UInt8]) throws(FeedProblem) -> AccountModes {
        var modes: AccountModes?
        let keys: [StaticString] = ["canTrade", "dualSidePosition", "multiAssetsMargin"]
        try rows(body, "", keys) { (cells) throws(FeedProblem) in
            var found = AccountModes()
            found.canTrade = try cells[0].flag("canTrade")
            found.isHedged = try cells[1].flag("dualSidePosition")
            found.hasSeveralAssets = try cells[2].flag("multiAssetsMargin")
            modes = found
        }
        guard let modes else { throw .badValue(column: "canTrade", found: "", expected: "an account") }
        return modes
    }

    /// Calls back with how each pair of futures is set.
    package func symbolModes(_ body: [UInt8], _ take: (SymbolModes) -> Void) throws(FeedProblem) {
        try rows(body, "", ["symbol", "marginType", "leverage"]) { (cells) throws(FeedProblem) in
            var modes = SymbolModes()
            modes.symbol = symbol(cells[0])
            modes.isIsolated = FieldText.isWord(cells[1].raw, "isolated")
            modes.leverage = Int(try cells[2].number("leverage"))
            take(modes)
        }
    }

    /// Whether an account of spot may trade, and the fees that it pays, as parts of what is traded.
    package func spotAccount(
        _ body: [UInt8]
    ) throws(FeedProblem) -> (canTrade: Bool, maker: Double, taker: Double) {
        var canTrade = false
        var rates: [UInt8] = []
        try rows(body, "", ["canTrade", "=commissionRates"]) { (cells) throws(FeedProblem) in
            canTrade = try cells[0].flag("canTrade")
            rates = Array(cells[1].raw)
        }
        var fees = (maker: Double.nan, taker: Double.nan)
        try rows(rates, "", ["maker", "taker"]) { (cells) throws(FeedProblem) in
            fees = (try cells[0].rate("maker"), try cells[1].rate("taker"))
        }
        return (canTrade, fees.maker, fees.taker)
    }

    /// The fees of a pair of futures, as parts of what is traded.
    package func fees(_ body: [UInt8]) throws(FeedProblem) -> (maker: Double, taker: Double) {
        var fees = (maker: Double.nan, taker: Double.nan)
        let keys: [StaticString] = ["makerCommissionRate", "takerCommissionRate"]
        try rows(body, "", keys) { (cells) throws(FeedProblem) in
            fees = (try cells[0].rate("makerCommissionRate"), try cells[1].rate("takerCommissionRate"))
        }
        return fees
    }

    /// Calls back with each payment of funding: the pair, when, and what came in, less than zero where it was
    /// paid.
    package func funding(
        _ body: [UInt8], _ take: (SymbolID, Timestamp, Money) -> Void
    ) throws(FeedProblem) {
        try rows(body, "", ["symbol", "incomeType", "income", "time"]) { (cells) throws(FeedProblem) in
            guard FieldText.equal(cells[1].raw, "FUNDING_FEE") else { return }
            take(symbol(cells[0]), try cells[3].time("time"), Money(raw: try cells[2].signed("income")))
        }
    }

    /// The key to an account's stream of futures.
    package func listenKey(_ body: [UInt8]) throws(FeedProblem) -> String {
        var key = ""
        try rows(body, "", ["listenKey"]) { (cells) in key = cells[0].word }
        let isKey = { (byte: UInt8) in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        }
        guard !key.isEmpty, key.utf8.count <= 256, key.utf8.allSatisfy(isKey) else {
            throw .badValue(
                column: "listenKey", found: ForeignText.shown(key), expected: "letters and digits")
        }
        return key
    }
}
