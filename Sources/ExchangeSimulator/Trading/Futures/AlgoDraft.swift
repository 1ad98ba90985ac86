import Exchanges
import Market

/// A conditional order as it was asked for.
struct AlgoDraft {
    let name: PrintedName?
    /// All of it but its number.
    let algo: PrintedAlgo

    init(_ parameters: Parameters, at time: Timestamp) throws(ExchangeError) {
        guard try parameters.mandatory("algoType") == "CONDITIONAL" else { throw .invalid("algoType") }
        let side = try SpotDraft.side(parameters, "side")
        guard let type: PrintedOrderType = try parameters.word("type", or: .orderType) else {
            throw .missing("type")
        }
        guard FuturesDraft.isConditional(type) else { throw .orderType }
        name = try parameters.name("clientAlgoId")
        let match = try FuturesDraft.match(parameters)
        let (quantity, closes) = try Self.quantity(parameters, type)
        var algo = PrintedAlgo(
            id: 0, name: name ?? PrintedName(), side: side,
            positionSide: try parameters.word("positionSide", or: .positionSide) ?? .both, type: type,
            term: try parameters.word("timeInForce", or: .term) ?? .untilCancelled, quantity: quantity,
            price: try Self.price(parameters, type, hasMatch: match != .none),
            trigger: try Self.trigger(parameters, type),
            working: try parameters.word("workingType", or: .invalid("workingType")) ?? .last,
            prevention: try SpotDraft.prevention(parameters), at: time)
        (algo.closesPosition, algo.match) = (closes, match)
        algo.isProtected = try parameters.flag("priceProtect") ?? false
        algo.reducesOnly = try parameters.flag("reduceOnly") ?? false
        if closes, parameters.target["reduceOnly"] != nil { throw .closeWithReduce }
        if type == .trailingStopMarket {
            algo.callback = try Self.callback(parameters)
            algo.activation = try parameters.decimal("activatePrice") ?? .zero
        }
        if algo.term == .untilDate {
            guard let date = try parameters.time("goodTillDate") else { throw .missing("goodTillDate") }
            algo.goodTill = date.floor(to: .seconds(1))
        }
        self.algo = algo
    }

    private static func quantity(
        _ parameters: Parameters, _ type: PrintedOrderType
    ) throws(ExchangeError) -> (Quantity, Bool) {
        let quantity: Quantity? = try parameters.decimal("quantity")
        guard try parameters.flag("closePosition") ?? false else {
            guard let quantity else { throw .missing("quantity") }
            return (quantity, false)
        }
        guard type == .stopMarket || type == .takeProfitMarket else { throw .notRequired("closePosition") }
        if let quantity, quantity.isPositive { throw .closeWithQuantity }
        return (.zero, true)
    }

    private static func price(
        _ parameters: Parameters, _ type: PrintedOrderType, hasMatch: Bool
    ) throws(ExchangeError) -> Price {
        guard type == .stop || type == .takeProfit else { return .zero }
        if let price: Price = try parameters.decimal("price"), price.isPositive { return price }
        guard hasMatch else { throw .missing("price") }
        return .zero
    }

    private static func trigger(
        _ parameters: Parameters, _ type: PrintedOrderType
    ) throws(ExchangeError) -> Price {
        guard type != .trailingStopMarket else { return .zero }
        guard let price: Price = try parameters.decimal("triggerPrice") else {
            throw .missing("triggerPrice")
        }
        return price
    }

    private static func callback(_ parameters: Parameters) throws(ExchangeError) -> Price {
        guard let rate: Price = try parameters.decimal("callbackRate") else { throw .missing("callbackRate") }
        guard rate.raw >= 10_000_000, rate.raw <= 2_000_000_000 else { throw .invalid("callbackRate") }
        return rate
    }
}
