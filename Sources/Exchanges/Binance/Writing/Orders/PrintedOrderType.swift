/// The exchange's order types, by its own words.
public enum PrintedOrderType: String, BitwiseCopyable, Sendable, Hashable, CaseIterable {
    case limit = "LIMIT"
    case limitMaker = "LIMIT_MAKER"
    case market = "MARKET"
    case stopLoss = "STOP_LOSS"
    case stopLossLimit = "STOP_LOSS_LIMIT"
    case takeProfit = "TAKE_PROFIT"
    case takeProfitLimit = "TAKE_PROFIT_LIMIT"
    /// Those of futures: `takeProfit` is a limit order there.
    case stop = "STOP"
    case stopMarket = "STOP_MARKET"
    case takeProfitMarket = "TAKE_PROFIT_MARKET"
    case trailingStopMarket = "TRAILING_STOP_MARKET"

    /// Whether it waits for a price before it is an order of the book; `takeProfit` among them.
    public var waits: Bool {
        switch self {
        case .limit, .limitMaker, .market: false
        default: true
        }
    }

    /// Whether it is a stop, which fires where the price goes against its owner.
    public var isStop: Bool {
        switch self {
        case .stopLoss, .stopLossLimit, .stop, .stopMarket: true
        default: false
        }
    }
}
