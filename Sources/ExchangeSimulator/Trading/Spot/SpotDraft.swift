import Exchanges
import Market

/// An order of spot as it was asked for: each parameter read, none held against the market yet.
struct SpotDraft: Sendable {
    var side: Side
    var type: PrintedOrderType
    var term: PrintedOrderTerm
    var quantity = Quantity.zero
    var spend = Money.zero
    var price = Price.zero
    var stopPrice = Price.zero
    var trailing: Int64 = 0
    var iceberg = Quantity.zero
    var name: PrintedName?
    var prevention: PrintedPrevention

    /// Reads an order; `prefix` stands before the names of a list's legs.
    init(
        _ parameters: Parameters, leg prefix: String = "", side: Side? = nil, quantity shared: Quantity? = nil
    ) throws(ExchangeError) {
        let names = LegNames(prefix)
        guard let type: PrintedOrderType = try parameters.word(names.type, or: .orderType) else {
            throw .missing(names.type)
        }
        guard !Self.isFutures(type) else { throw .orderType }
        self.type = type
        if let side { self.side = side } else { self.side = try Self.side(parameters, names.side) }
        prevention = try Self.prevention(parameters)
        name = try parameters.name(names.name)
        term = .untilCancelled
        quantity = .zero
        if let shared {
            quantity = shared
        } else {
            quantity = try parameters.decimal(names.quantity) ?? .zero
        }
        if prefix.isEmpty { spend = try parameters.decimal("quoteOrderQty") ?? .zero }
        price = try parameters.decimal(names.price) ?? .zero
        stopPrice = try parameters.decimal(names.stopPrice) ?? .zero
        trailing = min(try parameters.whole(names.trailing) ?? 0, 1_000_000)
        iceberg = try parameters.decimal(names.iceberg) ?? .zero
        let asked: PrintedOrderTerm? = try parameters.word(names.term, or: .term)
        if asked == .postOnly || asked == .untilDate { throw .term }
        try check(parameters, names, asked, isShared: shared != nil)
        term = asked ?? .untilCancelled
    }

    private static func isFutures(_ type: PrintedOrderType) -> Bool {
        switch type {
        case .stop, .stopMarket, .takeProfitMarket, .trailingStopMarket: true
        default: false
        }
    }

    static func side(_ parameters: Parameters, _ name: String) throws(ExchangeError) -> Side {
        switch try parameters.mandatory(name) {
        case "BUY": return .buy
        case "SELL": return .sell
        default: throw .side
        }
    }

    static func prevention(_ parameters: Parameters) throws(ExchangeError) -> PrintedPrevention {
        try parameters.word("selfTradePreventionMode", or: .prevention) ?? .expireMaker
    }

    /// What a type needs, and what it may not have.
    private func check(
        _ parameters: Parameters, _ names: LegNames, _ term: PrintedOrderTerm?, isShared: Bool
    ) throws(ExchangeError) {
        let isLimit = type == .limit || type == .stopLossLimit || type == .takeProfitLimit
        let has = { (name: String) in parameters.target[name] != nil }
        if isLimit, term == nil { throw .missing(names.term) }
        if !isLimit, term != nil { throw .notRequired(names.term) }
        if type == .market {
            guard has(names.quantity) || has("quoteOrderQty") else {
                throw .missing(names.quantity, or: "quoteOrderQty")
            }
            if has(names.quantity), has("quoteOrderQty") { throw .combination }
        } else {
            guard isShared || has(names.quantity) else { throw .missing(names.quantity) }
            if names.prefix.isEmpty, has("quoteOrderQty") { throw .notRequired("quoteOrderQty") }
        }
        let wantsPrice = isLimit || type == .limitMaker
        if wantsPrice, !has(names.price) { throw .missing(names.price) }
        if !wantsPrice, has(names.price) { throw .notRequired(names.price) }
        // A target of a list may rest as a limit order, which waits for nothing.
        if type.waits, !has(names.stopPrice), !has(names.trailing) {
            throw .missing(names.stopPrice, or: names.trailing)
        }
        if !type.waits, has(names.stopPrice) { throw .notRequired(names.stopPrice) }
        if !type.waits, has(names.trailing) { throw .notRequired(names.trailing) }
        if has(names.iceberg), !wantsPrice || (term ?? .untilCancelled) != .untilCancelled {
            throw .notRequired(names.iceberg)
        }
    }

    /// Whether it has a price of its own.
    var hasPrice: Bool {
        type == .limit || type == .limitMaker || type == .stopLossLimit || type == .takeProfitLimit
    }

    /// How much an answer is to tell.
    static func answer(
        _ parameters: Parameters, _ type: PrintedOrderType
    ) throws(ExchangeError) -> BinanceWriting.Answer {
        switch parameters.target["newOrderRespType"] {
        case "ACK": return .acknowledged
        case "RESULT": return .result
        case "FULL": return .full
        case nil: return type == .market || type == .limit ? .full : .acknowledged
        default: throw .invalid("newOrderRespType")
        }
    }
}
