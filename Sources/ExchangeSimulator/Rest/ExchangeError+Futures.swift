import Exchanges

/// What futures refuse in words of their own.
extension ExchangeError {
    static let marginInsufficient = ExchangeError(-2019, "Margin is insufficient.")
    static let unableToFill = ExchangeError(-2020, "Unable to fill.")
    static let wouldTriggerAtOnce = ExchangeError(-2021, "Order would immediately trigger.")
    static let reduceOnlyRejected = ExchangeError(-2022, "ReduceOnly Order is rejected.")
    static let tooManyOpen = ExchangeError(-2025, "Reach max open order limit.")
    static let positionTooLarge = ExchangeError(
        -2027, "Exceeded the maximum allowable position at current leverage.")
    static let leverageTooSmall = ExchangeError(
        -2028, "Leverage is smaller than permitted: insufficient margin balance.")
    static let quantityZero = ExchangeError(-4003, "Quantity less than or equal to zero.")
    static let quantityTooSmall = ExchangeError(-4004, "Quantity less than min quantity.")
    static let quantityTooLarge = ExchangeError(-4005, "Quantity greater than max quantity.")
    static let quantityStep = ExchangeError(-4023, "Qty not increased by step size.")
    static let priceTooLarge = ExchangeError(-4002, "Price greater than max price.")
    static let priceTooSmall = ExchangeError(-4013, "Price less than min price.")
    static let priceTick = ExchangeError(-4014, "Price not increased by tick size.")
    static let orderName = ExchangeError(-4015, "Client order id is not valid.")
    static let overBand = ExchangeError(-4016, "Price is higher than mark price multiplier cap.")
    static let underBand = ExchangeError(-4024, "Price is lower than mark price multiplier floor.")
    static let leverage = ExchangeError(-4028, "Leverage is not valid")
    static let sameMarginType = ExchangeError(-4046, "No need to change margin type.")
    static let marginTypeOrders = ExchangeError(
        -4047, "Margin type cannot be changed if there exists open orders.")
    static let marginTypePosition = ExchangeError(
        -4048, "Margin type cannot be changed if there exists position.")
    static let crossedMargin = ExchangeError(-4049, "Add margin only support for isolated position.")
    static let noPosition = ExchangeError(-4054, "Cannot add position margin: position is 0.")
    static let sameSide = ExchangeError(-4059, "No need to change position side.")
    static let positionSide = ExchangeError(
        -4061, "Order's position side does not match user's setting.")
    static let reduceOnlyConflict = ExchangeError(
        -4062, "Invalid or improper reduceOnly value.")
    static let sideOrders = ExchangeError(
        -4067, "Position side cannot be changed if there exists open orders.")
    static let sidePosition = ExchangeError(
        -4068, "Position side cannot be changed if there exists position.")
    static let tooManyInBatch = ExchangeError(-4082, "Invalid number of batch place orders.")
    static let duplicateName = ExchangeError(-4116, "ClientOrderId is duplicated.")
    static let reduceOnlyFailed = ExchangeError(
        -4118, "ReduceOnly Order Failed. Please check your existing position and open orders")
    static let useAlgoOrder = ExchangeError(
        -4120, "Order type not supported for this endpoint. Please use the Algo Order API endpoints instead.")
    static let percentPrice = ExchangeError(
        -4131, "The counterparty's best price does not meet the PERCENT_PRICE filter limit.")
    static let closeWithQuantity = ExchangeError(
        -4137, "Quantity must be zero with closePosition equals true.")
    static let closeWithReduce = ExchangeError(
        -4138, "Reduce only must be true with closePosition equals true.")
    static let tooManyAlgo = ExchangeError(-4045, "Reach max stop order limit.")
    static func notionalTooSmall(_ least: String) -> ExchangeError {
        ExchangeError(
            -4164, "Order's notional must be no smaller than \(least) (unless you choose reduce only).")
    }
    static let isolatedReduction = ExchangeError(
        -4161, "Leverage reduction is not supported in Isolated Margin Mode with open positions.")
    static let sameAssetMode = ExchangeError(-4171, "No need to change Multi-Assets mode.")
    static let fillOrKill = ExchangeError(
        -5021,
        "Due to the order could not be filled immediately, the FOK order has been rejected. "
            + "The order will not be recorded in the order history")
    static let postOnly = ExchangeError(
        -5022,
        "Due to the order could not be executed as maker, the Post Only order will be rejected. "
            + "The order will not be recorded in the order history")
    static let unchanged = ExchangeError(-5027, "No need to modify the order.")
    static let notReduceOnly = ExchangeError(-5047, "The original order is not a reduce-only order")
    static let goodTillDate = ExchangeError(-5040, "Invalid goodTillDate.")
    static let noDepth = ExchangeError(-5041, "No depth matches this BBO order.")
}
