/// What an account asks of futures, by the method and the end of the path: the one list of these routes.
enum FuturesAction: String, Sendable, Hashable, CaseIterable {
    case place = "POST v1/order"
    case test = "POST v1/order/test"
    case amend = "PUT v1/order"
    case query = "GET v1/order"
    case openOrder = "GET v1/openOrder"
    case cancel = "DELETE v1/order"
    case cancelAll = "DELETE v1/allOpenOrders"
    case placeBatch = "POST v1/batchOrders"
    case amendBatch = "PUT v1/batchOrders"
    case cancelBatch = "DELETE v1/batchOrders"
    case countdown = "POST v1/countdownCancelAll"
    case openOrders = "GET v1/openOrders"
    case allOrders = "GET v1/allOrders"
    case trades = "GET v1/userTrades"
    case placeAlgo = "POST v1/algoOrder"
    case queryAlgo = "GET v1/algoOrder"
    case cancelAlgo = "DELETE v1/algoOrder"
    case openAlgos = "GET v1/openAlgoOrders"
    case allAlgos = "GET v1/allAlgoOrders"
    case cancelAlgos = "DELETE v1/algoOpenOrders"
    case oldAccount = "GET v2/account"
    case account = "GET v3/account"
    case oldBalance = "GET v2/balance"
    case balance = "GET v3/balance"
    case oldPositions = "GET v2/positionRisk"
    case positions = "GET v3/positionRisk"
    case accountConfig = "GET v1/accountConfig"
    case symbolConfig = "GET v1/symbolConfig"
    case leverage = "POST v1/leverage"
    case marginType = "POST v1/marginType"
    case sides = "GET v1/positionSide/dual"
    case setSides = "POST v1/positionSide/dual"
    case assetMode = "GET v1/multiAssetsMargin"
    case setAssetMode = "POST v1/multiAssetsMargin"
    case positionMargin = "POST v1/positionMargin"
    case income = "GET v1/income"
    case brackets = "GET v1/leverageBracket"
    case commission = "GET v1/commissionRate"
    case orderCounts = "GET v1/rateLimit/order"
    case feeBurn = "GET v1/feeBurn"
    case makeKey = "POST v1/listenKey"
    case keepKey = "PUT v1/listenKey"
    case dropKey = "DELETE v1/listenKey"

    /// The action of a request; `nil` where futures have none there.
    init?(_ method: String, _ path: String) {
        guard path.hasPrefix("/fapi/") else { return nil }
        self.init(rawValue: "\(method) \(path.dropFirst("/fapi/".count))")
    }

    /// The action of a method of the WebSocket API.
    init?(call: String) {
        guard let action = Self.calls.first(where: { $0.method == call })?.action else { return nil }
        self = action
    }

    private static let calls: [(method: String, action: FuturesAction)] = [
        ("order.place", .place), ("order.modify", .amend), ("order.cancel", .cancel),
        ("order.status", .query),
        ("algoOrder.place", .placeAlgo), ("algoOrder.cancel", .cancelAlgo), ("account.balance", .oldBalance),
        ("v2/account.balance", .balance), ("account.status", .oldAccount), ("v2/account.status", .account),
        ("account.position", .oldPositions), ("v2/account.position", .positions),
        ("userDataStream.start", .makeKey), ("userDataStream.ping", .keepKey),
        ("userDataStream.stop", .dropKey),
    ]

    /// What it must show.
    var security: Security {
        switch self {
        case .makeKey, .keepKey, .dropKey: .key
        default: .signed
        }
    }

    /// What a request costs.
    func weight(_ parameters: Parameters) -> Int64 {
        let hasSymbol = parameters.target["symbol"] != nil
        switch self {
        case .place, .amend, .placeAlgo, .test: return 0
        case .placeBatch, .amendBatch, .trades, .allAlgos, .oldAccount, .account, .oldBalance, .balance,
            .oldPositions, .positions, .accountConfig, .symbolConfig, .allOrders:
            return 5
        case .openOrders, .openAlgos: return hasSymbol ? 1 : 40
        case .countdown: return 10
        case .sides, .assetMode, .income, .feeBurn: return 30
        case .commission: return 20
        default: return 1
        }
    }

    /// How many orders it counts as.
    var orders: Int64 {
        switch self {
        case .place, .amend, .placeAlgo: 1
        case .placeBatch, .amendBatch: 5
        default: 0
        }
    }
}
