import Exchanges
import Market

/// A list of orders as it was asked for.
struct ListDraft: Sendable {
    var contingency: String
    var name: PrintedName?
    /// The order that must be filled before the others begin; `nil` where all begin at once.
    var first: SpotDraft?
    /// The orders that begin then: one, or two of which one alone is to be filled.
    var legs: [SpotDraft]

    /// Reads `orderList/oco`.
    static func oco(_ parameters: Parameters) throws(ExchangeError) -> ListDraft {
        let side = try SpotDraft.side(parameters, "side")
        return ListDraft(
            contingency: "OCO", name: try parameters.name("listClientOrderId"),
            legs: try pair(parameters, "", side, try quantity(parameters, "quantity")))
    }

    /// Reads `orderList/oto`.
    static func oto(_ parameters: Parameters) throws(ExchangeError) -> ListDraft {
        let first = try working(parameters)
        return ListDraft(
            contingency: "OTO", name: try parameters.name("listClientOrderId"), first: first,
            legs: [try SpotDraft(parameters, leg: "pending")])
    }

    /// Reads `orderList/otoco`.
    static func otoco(_ parameters: Parameters) throws(ExchangeError) -> ListDraft {
        let first = try working(parameters)
        let side = try SpotDraft.side(parameters, "pendingSide")
        return ListDraft(
            contingency: "OTO", name: try parameters.name("listClientOrderId"), first: first,
            legs: try pair(parameters, "pending", side, try quantity(parameters, "pendingQuantity")))
    }

    /// Reads the older `order/oco`: a limit order and a stop.
    static func old(_ parameters: Parameters) throws(ExchangeError) -> ListDraft {
        let side = try SpotDraft.side(parameters, "side")
        let (limit, stop) = side == .sell ? ("above", "below") : ("below", "above")
        let isLimit = parameters.target["stopLimitPrice"] != nil
        let names = [
            "price": limit + "Price", "limitClientOrderId": limit + "ClientOrderId",
            "limitIcebergQty": limit + "IcebergQty", "stopPrice": stop + "StopPrice",
            "trailingDelta": stop + "TrailingDelta", "stopLimitPrice": stop + "Price",
            "stopLimitTimeInForce": stop + "TimeInForce", "stopClientOrderId": stop + "ClientOrderId",
        ]  // tidy-ok: looked up, never gone through
        var renamed = parameters.target.parameters.map { (name: names[$0.name] ?? $0.name, value: $0.value) }
        renamed.append((limit + "Type", "LIMIT_MAKER"))
        renamed.append((stop + "Type", isLimit ? "STOP_LOSS_LIMIT" : "STOP_LOSS"))
        return try oco(Parameters(Target(path: parameters.target.path, renamed), parameters.market))
    }

    private static func working(_ parameters: Parameters) throws(ExchangeError) -> SpotDraft {
        let first = try SpotDraft(parameters, leg: "working")
        guard first.type == .limit || first.type == .limitMaker else { throw .orderType }
        return first
    }

    private static func quantity(
        _ parameters: Parameters, _ name: String
    ) throws(ExchangeError) -> Quantity {
        guard let quantity: Quantity = try parameters.decimal(name) else { throw .missing(name) }
        return quantity
    }

    private static func pair(
        _ parameters: Parameters, _ prefix: String, _ side: Side, _ quantity: Quantity
    ) throws(ExchangeError) -> [SpotDraft] {
        let (above, below) = prefix.isEmpty ? ("above", "below") : (prefix + "Above", prefix + "Below")
        let upper = try SpotDraft(parameters, leg: above, side: side, quantity: quantity)
        let lower = try SpotDraft(parameters, leg: below, side: side, quantity: quantity)
        let (target, stop) = side == .sell ? (upper, lower) : (lower, upper)
        guard target.type == .limitMaker || target.type.waits && !target.type.isStop, stop.type.isStop else {
            throw .orderType
        }
        return [upper, lower]
    }

    /// Whether two legs stand on their sides of the last price.
    static func standApart(_ legs: [SpotDraft], around last: Price) -> Bool {
        legs.allSatisfy { leg in
            let price = leg.type.waits ? leg.stopPrice : leg.price
            guard price.isPositive else { return true }
            let isAbove = (leg.side == .sell) != leg.type.isStop
            return isAbove ? price > last : price < last
        }
    }
}
