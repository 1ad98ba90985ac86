import Exchanges
import Messages

extension Reason {
    /// Why the exchange refused an order, in Strata's words: `found` is the exchange's number of the error.
    init(of refusal: ExchangeRefusal) {
        let code: ReasonCode =
            switch refusal.code {
            case -2010: Self.rejection(refusal.text)
            case -2018: .insufficientBalance
            case -2019, -2027, -2028: .insufficientMargin
            case -2022, -4118: .nothingToReduce
            case -1013: Self.filter(refusal.text)
            case -1111, -4003, -4004, -4005, -4023: .quantityOffStep
            case -4002, -4013, -4014, -4016, -4024, -4131: .priceOutOfBand
            case -2021, -4142, -5021, -5022: .invalidPrice
            case -4164: .orderTooSmall
            case -1121, -1122: .unknownSymbol
            case -4400, -4401, -4189, -4105, -4106, -4107: .reduceOnly
            default: .malformedSignal
            }
        self.init(code, found: Double(refusal.code))
    }

    /// Only some of what the exchange says in such words is about prices.
    private static func rejection(_ text: String) -> ReasonCode {
        if text.contains("insufficient balance") { return .insufficientBalance }
        let isOfPrice = text.contains("price") || text.contains("immediately")
        return isOfPrice ? .invalidPrice : .malformedSignal
    }

    private static func filter(_ text: String) -> ReasonCode {
        if text.contains("NOTIONAL") { return .orderTooSmall }
        if text.contains("LOT_SIZE") || text.contains("quantity") { return .quantityOffStep }
        return .priceOutOfBand
    }
}
