import Market

/// What goes wrong between the executor and its account at the exchange, or with the account itself.
public enum AccountTrouble: String, Sendable, CaseIterable {
    /// Nothing does.
    case nothing
    /// Answers come late.
    case late
    /// Requests are carried out, and their connection is cut instead of an answer.
    case droppedAfter = "dropped-after"
    /// Requests never arrive.
    case droppedBefore = "dropped-before"
    /// Requests are refused with a status of 500 and more, or carried out all the same.
    case status = "5xx"
    case statusAfter = "5xx-after"
    /// What an address or an account may ask is used up, or the address is banned.
    case weight = "429"
    case orderLimit = "429-orders"
    case ban = "418"
    /// The account's stream is cut, half-open, or its key no good any more.
    case disconnect
    case halfOpen = "half-open"
    case listenKey = "listen-key"
    /// Fills are told before the answers to their orders, and events come late, twice or out of order.
    case fillsFirst = "fills-first"
    case lateEvents = "events-late"
    case twice = "events-twice"
    case reordered = "events-reordered"
    /// The exchange's clock is off.
    case clock
    /// The exchange leaves out the oldest fills that it is asked for, after a restart.
    case truncated = "history-truncated"
    /// A person places orders on the account, closes a position, or takes a stop back.
    case handOrder = "hand-order"
    case handClose = "hand-close"
    case handCancel = "hand-cancel"
    /// A position whose stops somebody took back is liquidated while the executor is down.
    case liquidation
    /// The executor is killed and begins anew from what it kept, or from what an older copy of that has.
    case kill
    case torn = "torn-journal"
    /// The line is down until the dead-man's switch works, which takes conditional orders as well or not.
    case countdown
    /// Some of all that.
    case all

    /// Those that there are on a market: spot has no listen keys and no dead-man's switch, and liquidates
    /// nobody.
    public static func all(on market: MarketKind) -> [AccountTrouble] {
        allCases.filter { market == .um || ![.listenKey, .countdown, .liquidation].contains($0) }
    }

    /// Whether somebody else trades on the account.
    var hasHand: Bool { self == .handOrder || self == .handClose || self == .handCancel }
}
