import Exchanges
import Market

/// An order of futures as it was asked for: each parameter read, none held against the market yet.
struct FuturesDraft: Sendable {
    var side: Side
    var type: PrintedOrderType
    var term = PrintedOrderTerm.untilCancelled
    var quantity: Quantity
    var price: Price
    var positionSide: PrintedPositionSide
    var reducesOnly: Bool
    var closesPosition = false
    var name: PrintedName?
    var prevention: PrintedPrevention
    var goodTill = Timestamp.zero
    /// Which price of the book it is to have.
    var match = PrintedPriceMatch.none
    /// What it was before it was triggered.
    var original: PrintedOrderType
    var isLiquidation = false

    /// An order of the exchange's own.
    init(_ side: Side, _ type: PrintedOrderType, _ quantity: Quantity, _ positionSide: PrintedPositionSide) {
        (self.side, self.type, self.quantity, self.positionSide) = (side, type, quantity, positionSide)
        (price, reducesOnly, prevention, original) = (.zero, false, .expireMaker, type)
    }

    init(_ parameters: Parameters) throws(ExchangeError) {
        side = try SpotDraft.side(parameters, "side")
        guard let type: PrintedOrderType = try parameters.word("type", or: .orderType) else {
            throw .missing("type")
        }
        guard type == .limit || type == .market else {
            throw Self.isConditional(type) ? ExchangeError.useAlgoOrder : .orderType
        }
        (self.type, original) = (type, type)
        positionSide = try parameters.word("positionSide", or: .positionSide) ?? .both
        reducesOnly = try parameters.flag("reduceOnly") ?? false
        name = try parameters.name("newClientOrderId")
        prevention = try SpotDraft.prevention(parameters)
        guard let quantity: Quantity = try parameters.decimal("quantity") else { throw .missing("quantity") }
        self.quantity = quantity
        price = try parameters.decimal("price") ?? .zero
        match = try Self.match(parameters)
        let term: PrintedOrderTerm? = try parameters.word("timeInForce", or: .term)
        if type == .market {
            if parameters.target["price"] != nil, price.isPositive { throw .notRequired("price") }
            price = .zero
        } else {
            guard let term else { throw .missing("timeInForce") }
            self.term = term
            guard parameters.target["price"] != nil || match != .none else { throw .missing("price") }
            if match != .none, parameters.target["price"] != nil { throw .notRequired("price") }
        }
        if self.term == .untilDate {
            guard let time = try parameters.time("goodTillDate") else { throw .missing("goodTillDate") }
            goodTill = time.floor(to: .seconds(1))
        }
    }

    static func isConditional(_ type: PrintedOrderType) -> Bool {
        switch type {
        case .stop, .stopMarket, .takeProfit, .takeProfitMarket, .trailingStopMarket: true
        default: false
        }
    }

    static func match(_ parameters: Parameters) throws(ExchangeError) -> PrintedPriceMatch {
        try parameters.word("priceMatch", or: .invalid("priceMatch")) ?? .none
    }

    /// Whether it can only make a position smaller: by what it says, or, where long and short are kept apart,
    /// by its sides.
    var closes: Bool {
        reducesOnly || positionSide == .long && side == .sell || positionSide == .short && side == .buy
    }
}
