import Market

/// What the exchange lets a key do, as `GET /sapi/v1/account/apiRestrictions` tells it. What it does not
/// tell, or tells otherwise than as true or false, is unknown, and unknown is never safe.
public struct KeyPermissions: Sendable, Hashable {
    /// Whether it takes money out of the exchange.
    public var withdraws: Bool?
    /// Whether it reads accounts, and trades each market.
    public var reads: Bool?
    public var tradesSpot: Bool?
    public var tradesFutures: Bool?
    /// Whether it is taken from some addresses alone.
    public var isBound: Bool?
    /// Whether it moves money between accounts of its owner.
    public var transfers: Bool?

    /// Nothing is known.
    public init() {}

    /// Reads the answer.
    ///
    /// - Throws: `FeedProblem` where it is no JSON object.
    package init(_ body: [UInt8], _ json: JSONReader) throws(FeedProblem) {
        let keys: [StaticString] = [
            "enableWithdrawals", "enableReading", "enableSpotAndMarginTrading", "enableFutures", "ipRestrict",
            "enableInternalTransfer", "permitsUniversalTransfer",
        ]
        var told: [Bool?] = []
        try body.withUnsafeBufferPointer { (bytes) throws(FeedProblem) -> Void in
            try json.rows(of: UnsafeRawBufferPointer(bytes), keys) { cells in
                if told.isEmpty { told = cells.map { Self.flag($0.raw) } }
            }
        }
        guard told.count == keys.count else { return }
        (withdraws, reads, tradesSpot, tradesFutures, isBound) = (told[0], told[1], told[2], told[3], told[4])
        transfers = told[5] == true || told[6] == true ? true : told[5] == nil || told[6] == nil ? nil : false
    }

    /// True or false as JSON writes them: all else is for no guess.
    private static func flag(_ text: UnsafeRawBufferPointer) -> Bool? {
        FieldText.equal(text, "true") ? true : FieldText.equal(text, "false") ? false : nil
    }

    /// What forbids to trade a market by it, each with what to do; empty where nothing does.
    public func refusals(on market: MarketKind) -> [String] {
        var list: [String] = []
        switch withdraws {
        case true?:
            list.append(
                "the key may withdraw (enableWithdrawals): whoever gets hold of it empties the account; take "
                    + "that permission off it at the exchange, or make a key without it")
        case nil:
            list.append("whether the key may withdraw is not known (enableWithdrawals): that counts as yes")
        case false?: break
        }
        let trades = market == .um ? tradesFutures : tradesSpot
        let (name, what) =
            market == .um ? ("enableFutures", "futures") : ("enableSpotAndMarginTrading", "spot")
        if trades != true {
            let word = trades == nil ? "is not known to be let" : "is not let"
            list.append("the key \(word) trade \(what) (\(name)): let it, at the exchange")
        }
        if reads != true {
            list.append("the key is not known to read the account (enableReading): let it, there")
        }
        return list
    }

    /// What a person should know of it though it may be used.
    public var warnings: [String] {
        var list: [String] = []
        if isBound != true {
            list.append(
                "the key is taken from every address (ipRestrict): bind it to this machine's, at the "
                    + "exchange")
        }
        if transfers != false {
            list.append(
                "the key may move money between accounts of its owner (enableInternalTransfer, "
                    + "permitsUniversalTransfer): trading needs neither")
        }
        return list
    }
}
