import Market
import Messages
import Stages
import TestSupport

/// Records with any numbers, the extreme ones among them.
struct RandomRecords {
    var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// What names the record's row.
    static func key(_ record: Record) -> String {
        switch record {
        case .order(let order): "order \(order.intent.clientOrderID.text)"
        case .fill(let fill): "fill \(fill.fillID)"
        case .funding(let payment): "funding \(payment.symbol.index) \(payment.venueID)"
        case .account(let account):
            account.symbol == .none ? "balance \(account.asset)" : "position \(account.symbol.index)"
        case .venueOrder(let order): "venueOrder \(order.intent.clientOrderID.text)"
        case .venuePosition(let position): "venuePosition \(position.symbol.index)"
        case .halt: "halt "
        case .day: "day "
        }
    }

    mutating func next() -> Record {
        switch Int.random(in: 0..<8, using: &random) {
        case 0:
            var order = OrderRecord(
                intent: intent(), status: choice(), created: time(), approvedQuantity: fixed())
            order.reason = reason()
            order.executedQuantity = fixed()
            order.executedValue = fixed()
            return .order(order)
        case 1: return .fill(fill())
        case 2: return .account(account())
        case 3:
            var order = VenueOrder(intent: intent(), status: choice(), trigger: fixed(), placed: time())
            order.reason = reason()
            return .venueOrder(order)
        case 4:
            let position = Position(quantity: fixed(), entryPrice: fixed(), realisedPnL: fixed())
            return .venuePosition(
                VenuePosition(
                    symbol: SymbolID(Int.random(in: 0..<3, using: &random)), position: position,
                    lastEventID: UInt64.random(in: .min ... .max, using: &random), lastFunding: time()))
        case 5:
            return .funding(
                FundingPayment(
                    symbol: symbol(), venueID: UInt64.random(in: 0...30, using: &random), amount: fixed(),
                    time: time()))
        case 6: return .halt(HaltRecord(halted: Bool.random(using: &random), code: choice(), since: time()))
        default: return .day(DayRecord(day: raw(), openingEquity: fixed(), peakEquity: fixed()))
        }
    }

    private mutating func raw() -> Int64 {
        let extremes: [Int64] = [.min, .max, .min + 1, 0, 1, -1, 1 << 53 + 1, 9_007_199_254_740_993]
        return Bool.random(using: &random)
            ? extremes.randomElement(using: &random) ?? 0 : Int64.random(in: .min ... .max, using: &random)
    }

    private mutating func fixed<T: FixedPoint>() -> T { T(raw: raw()) }
    private mutating func time() -> Timestamp { Timestamp(nanoseconds: raw()) }
    private mutating func choice<T: WireName>() -> T { T.allCases.randomElement(using: &random)! }
    private mutating func reason() -> Reason {
        let figures: [Double] = [.nan, 0, -1.5, 64_000.05, .greatestFiniteMagnitude]
        return Reason(
            choice(), found: figures.randomElement(using: &random)!, limit: figures.randomElement(using: &random)!)
    }
    private mutating func side() -> Side { Bool.random(using: &random) ? .buy : .sell }

    private mutating func orderID() -> ClientOrderID {
        ClientOrderID(
            signal: Label(clipping: "r1-BTCUSDT-\(Int.random(in: 0..<20, using: &random))-5m"),
            leg: UInt8.random(in: 0...3, using: &random))
    }

    private mutating func symbol() -> SymbolID {
        [SymbolID(0), SymbolID(1), SymbolID(2), .none].randomElement(using: &random)!
    }

    private mutating func intent() -> OrderIntent {
        var intent = OrderIntent()
        intent.clientOrderID = orderID()
        intent.symbol = symbol()
        intent.side = side()
        intent.orderType = choice()
        intent.purpose = choice()
        intent.algorithm = choice()
        intent.quantity = fixed()
        intent.price = fixed()
        intent.referencePrice = fixed()
        intent.stopLoss = fixed()
        intent.takeProfit = fixed()
        intent.expires = time()
        return intent
    }

    private mutating func fill() -> Fill {
        var fill = Fill()
        fill.fillID = [0, 1, .max, UInt64.random(in: 0...30, using: &random)].randomElement(using: &random)!
        fill.venueID = fill.fillID
        fill.clientOrderID = orderID()
        fill.symbol = symbol()
        fill.side = side()
        fill.purpose = choice()
        fill.isMaker = Bool.random(using: &random)
        fill.quantity = fixed()
        fill.price = fixed()
        fill.fee = fixed()
        fill.realisedPnL = fixed()
        fill.position = fixed()
        fill.entryPrice = fixed()
        fill.openTime = time()
        return fill
    }

    private mutating func account() -> Account {
        var account = Account()
        account.symbol = symbol()
        let number = Int.random(in: 0..<3, using: &random)
        account.asset =
            account.symbol == .none
            ? ShortLabel(clipping: "ASSET\(number)") : ShortLabel(clipping: "BASE\(number)")
        account.total = fixed()
        account.free = fixed()
        account.entryPrice = fixed()
        account.realisedPnL = fixed()
        account.fees = fixed()
        account.equity = fixed()
        return account
    }
}
