import Exchanges

/// The exchange's refusals of what an account asks for: code, text and HTTP status of each.
extension ExchangeError {
    // MARK: Who asks, and when

    /// No key, or one that can be none.
    static let keyFormat = ExchangeError(-2014, "API-key format invalid.", status: 401)
    /// A key that nobody has, or that may not do this.
    static let unknownKey = ExchangeError(
        -2015, "Invalid API-key, IP, or permissions for action.", status: 401)
    static let signature = ExchangeError(-1022, "Signature for this request is not valid.")
    static let outsideWindow = ExchangeError(
        -1021, "Timestamp for this request is outside of the recvWindow.")
    static let aheadOfServer = ExchangeError(
        -1021, "Timestamp for this request was 1000ms ahead of the server's time.")
    static let windowTooLong = ExchangeError(-1131, "recvWindow must be less than 60000")
    static func tooManyOrders(_ limit: Int64, per interval: String) -> ExchangeError {
        ExchangeError(
            -1015, "Too many new orders; current limit is \(limit) orders per \(interval).", status: 429)
    }

    // MARK: Parameters

    static func missing(_ name: String) -> ExchangeError {
        ExchangeError(-1102, "Mandatory parameter '\(name)' was not sent, was empty/null, or malformed.")
    }
    static func missing(_ name: String, or other: String) -> ExchangeError {
        ExchangeError(-1102, "Param '\(name)' or '\(other)' must be sent, but both were empty/null!")
    }
    static func notRequired(_ name: String) -> ExchangeError {
        ExchangeError(-1106, "Parameter '\(name)' sent when not required.")
    }
    static func illegal(_ name: String, _ range: String) -> ExchangeError {
        ExchangeError(-1100, "Illegal characters found in parameter '\(name)'; legal range is '\(range)'.")
    }
    static func tooPrecise(_ name: String) -> ExchangeError {
        ExchangeError(-1111, "Parameter '\(name)' has too much precision.")
    }
    static func invalid(_ name: String) -> ExchangeError {
        ExchangeError(-1130, "Data sent for parameter '\(name)' is not valid.")
    }
    static let futuresPrecision = ExchangeError(
        -1111, "Precision is over the maximum defined for this asset.")
    static let combination = ExchangeError(-1128, "Combination of optional parameters invalid.")
    static let orderType = ExchangeError(-1116, "Invalid orderType.")
    static let side = ExchangeError(-1117, "Invalid side.")
    static let term = ExchangeError(-1115, "Invalid timeInForce.")
    static let cancelRestrictions = ExchangeError(-1145, "Invalid cancelRestrictions")
    static let invalidQuantity = ExchangeError(-1013, "Invalid quantity.")
    static let invalidPrice = ExchangeError(-1013, "Invalid price.")
    static func filter(_ name: String) -> ExchangeError {
        ExchangeError(-1013, "Filter failure: \(name)")
    }
    static let prevention = ExchangeError(
        -1013, "This symbol does not allow the specified self-trade prevention mode.")
    static let windowTooWide = ExchangeError(
        -1127, "More than 24 hours between startTime and endTime.")

    // MARK: Orders

    static func rejected(_ message: String) -> ExchangeError { ExchangeError(-2010, message) }
    static let balance = rejected("Account has insufficient balance for requested action.")
    static let duplicate = rejected("Duplicate order sent.")
    static let wouldTake = rejected("Order would immediately match and take.")
    static let wouldTrigger = rejected("Stop price would trigger immediately.")
    static let marketClosed = rejected("Market is closed.")
    static let icebergTooLarge = rejected("IcebergQty exceeds QTY.")
    static let priceRelation = rejected(
        "The relationship of the prices for the orders is not correct.")
    static let lessThanLot = rejected(
        "Order book liquidity is less than LOT_SIZE filter minimum quantity.")
    static let lessThanMinimum = rejected(
        "Order book liquidity is less than symbol minimum quantity.")
    static let unknownOrder = ExchangeError(-2011, "Unknown order sent.")
    static let restricted = ExchangeError(
        -2011, "Order was not canceled due to cancel restrictions.")
    static let noSuchOrder = ExchangeError(-2013, "Order does not exist.")
    static let replacePartlyFailed = ExchangeError(
        -2021, "Order cancel-replace partially failed.", status: 409)
    static let replaceFailed = ExchangeError(-2022, "Order cancel-replace failed.")
    static let amendRejected = ExchangeError(
        -2038, "Order amend (quantity increase) is not supported.")

    // MARK: Sockets

    static let sessionKey = ExchangeError(
        -2028, "Only Ed25519 keys are supported for this operation.")
    static let noSession = ExchangeError(-1193, "WebSocket session not authenticated.", status: 401)
    static let subscriptionActive = ExchangeError(
        -2035, "Subscription already active for this account.")
    static let subscriptionInactive = ExchangeError(-2036, "Subscription not active.")
    static let listenKey = ExchangeError(-1125, "This listenKey does not exist.")
}
