import Configuration
import Market
import Messages
import Stages

@testable import RiskManager

/// A risk manager with what is said to it: the documents' settings, 10 000 USDT, BTC at 50 000, ETH at
/// 3 000, SOL at 150.
struct Bench {
    static let btc = SymbolID(0)
    static let eth = SymbolID(1)
    static let sol = SymbolID(2)
    static let start = Timestamp(milliseconds: 1_746_403_200_000)  // 2025-05-05T00:00Z

    var stage: RiskManagerStage
    var time = start
    private var fills: UInt64 = 0

    /// `untold`: the symbol whose row of the account has not come yet.
    init(_ settings: Settings = .standard, untold: SymbolID? = nil) {
        stage = RiskManagerStage(settings: settings)
        for symbol in settings.instruments.symbols where symbol != untold { flat(symbol) }
        cash(10_000)
        for (index, price) in [50_000, 3_000, 150].enumerated() { candle(SymbolID(index), price) }
    }

    @discardableResult mutating func hear(_ message: Message) -> Effects {
        stage.effects(of: Envelope(.message(message), at: time))
    }

    /// A word of the executor, by the number of the word.
    mutating func hear(_ message: Message, word: UInt64) {
        _ = stage.effects(of: Envelope(.message(message), at: time, id: EventID(raw: word)))
    }

    @discardableResult mutating func candle(_ symbol: SymbolID, _ price: Int) -> Effects {
        var kline = Kline()
        kline.symbol = symbol
        kline.closeTime = time
        kline.close = Price(price)
        return hear(.kline(kline))
    }

    /// The executor holds nothing of a symbol.
    mutating func flat(_ symbol: SymbolID) {
        var row = Account()
        row.symbol = symbol
        hear(.account(row))
    }

    mutating func cash(_ usdt: Int) {
        var row = Account()
        row.asset = "USDT"
        (row.total, row.free) = (Quantity(usdt), Quantity(usdt))
        hear(.account(row))
    }

    /// Opens or enlarges a position by a fill of a child order.
    @discardableResult mutating func fill(
        _ symbol: SymbolID, _ order: ClientOrderID = ClientOrderID(signal: "f", leg: 1), usdt: Int,
        at price: Int,
        position: Int? = nil
    ) -> Effects {
        fills += 1
        var fill = Fill()
        fill.fillID = fills
        fill.clientOrderID = order
        fill.symbol = symbol
        fill.price = Price(price)
        fill.entryPrice = Price(price)
        fill.quantity = Money(usdt).quantity(at: Price(price)) ?? .zero
        fill.position = Money(position ?? usdt).quantity(at: Price(price)) ?? .zero
        return hear(.fill(fill))
    }

    mutating func state(_ intent: OrderIntent, _ status: OrderStatus, executed: Quantity = .zero) {
        var state = OrderState()
        state.clientOrderID = intent.clientOrderID
        state.symbol = intent.symbol
        state.side = intent.side
        state.purpose = intent.purpose
        state.price = intent.price
        state.status = status
        state.quantity = intent.quantity
        state.executedQuantity = executed
        state.referencePrice = intent.referencePrice
        hear(.orderState(state))
    }

    func intent(_ signal: Label, _ symbol: SymbolID, usdt: Int) -> OrderIntent {
        var intent = OrderIntent()
        intent.clientOrderID = ClientOrderID(signal: signal)
        intent.symbol = symbol
        intent.referencePrice = [Price(50_000), Price(3_000), Price(150)][symbol.int]
        intent.quantity = Money(usdt).quantity(at: intent.referencePrice) ?? .zero
        intent.stopLoss = intent.referencePrice.scaled(by: 0.98)
        intent.expires = .never
        return intent
    }

    @discardableResult mutating func request(_ verb: MessageKind, _ message: Message) -> Effects {
        stage.effects(of: Envelope(.request(RequestID("r", verb), message), at: time))
    }

    mutating func check(_ signal: Label, _ symbol: SymbolID, usdt: Int) -> RiskVerdict {
        check(intent(signal, symbol, usdt: usdt)).verdict
    }

    mutating func check(_ intent: OrderIntent) -> (verdict: RiskVerdict, effects: Effects) {
        var check = RiskCheck()
        check.intent = intent
        check.confidence = 0.8
        let effects = request(.riskCheck, .riskCheck(check))
        for effect in effects.list {
            if case .answer(_, .riskVerdict(let verdict)) = effect { return (verdict, effects) }
        }
        return (RiskVerdict(), effects)
    }

    mutating func link(_ rank: ProcessRank, _ state: LinkState) {
        _ = stage.effects(of: Envelope(.link(rank, state), at: time))
    }

    mutating func pass(_ span: TimeSpan) { time = time + span }

    /// Pending exposure as the rules see it.
    func exposure() -> Money {
        var stage = stage
        return stage.portfolio(for: Self.btc, at: time).exposure
    }
}
