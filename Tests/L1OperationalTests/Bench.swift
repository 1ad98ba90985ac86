import Configuration
import Market
import Messages
import Stages

@testable import L1Operational

/// L1 with what is said to it: BTC at 50 000, ETH at 3 000, SOL at 150, a candle of 2 000 000 USDT each.
struct Bench {
    static let btc = SymbolID(0)
    static let eth = SymbolID(1)
    static let sol = SymbolID(2)
    static let life = TimeSpan.minutes(2)

    var stage: L1OperationalStage
    var time = Timestamp(milliseconds: 1_746_403_200_000)

    init(_ settings: Settings = .standard) {
        stage = L1OperationalStage(settings: settings)
        for (index, price) in [50_000, 3_000, 150].enumerated() { candle(SymbolID(index), price) }
    }

    @discardableResult mutating func hear(_ message: Message) -> Effects { give(.message(message)) }

    @discardableResult mutating func give(_ input: Input) -> Effects {
        stage.effects(of: Envelope(input, at: time))
    }

    mutating func candle(_ symbol: SymbolID, _ price: Int, volume: Double = 2_000_000) {
        var kline = Kline()
        (kline.symbol, kline.closeTime, kline.close, kline.quoteVolume) = (symbol, time, Price(price), volume)
        hear(.kline(kline))
    }

    /// The L1 document's signals: BTC buy 0.01 stop 49 000, ETH buy 0.5 stop 2 900.
    static var documentBTC: Signal { signal("btc_s1", btc, Quantity(raw: 1_000_000), stop: Price(49_000)) }
    static var documentETH: Signal { signal("eth_s1", eth, Quantity(raw: 50_000_000), stop: Price(2_900)) }

    static func signal(
        _ id: Label, _ symbol: SymbolID, _ quantity: Quantity, side: Side = .buy, stop: Price = .absent
    ) -> Signal {
        var signal = Signal()
        signal.signalID = id
        signal.strategyID = "stratA"
        (signal.symbol, signal.side, signal.quantity, signal.stopLoss) = (symbol, side, quantity, stop)
        return signal
    }

    func plan(_ signal: Signal, expires: TimeSpan = life) -> ExecutionPlan {
        var plan = ExecutionPlan()
        (plan.signalID, plan.symbol, plan.expires) = (signal.signalID, signal.symbol, time + expires)
        return plan
    }

    /// A plan and its signal, as L2 says them.
    mutating func send(_ signal: Signal) -> Effects {
        hear(.executionPlan(plan(signal)))
        return hear(.signal(signal))
    }

    /// A lone signal from outside.
    mutating func request(_ signal: Signal) -> Effects {
        give(.request(RequestID(signal.signalID, .signal), .signal(signal)))
    }

    /// The risk manager's approval of what was asked in `effects`.
    mutating func approve(_ effects: Effects) -> Effects {
        guard let (id, check) = effects.riskChecks.first else { return Effects() }
        var verdict = RiskVerdict()
        verdict.approved = true
        verdict.fingerprint = check.intent.fingerprint
        verdict.quantity = check.intent.quantity
        verdict.expires = time + .seconds(60)
        return give(.answered(id, .riskVerdict(verdict)))
    }

    /// The executor accepts and fills everything that was submitted, at a price.
    mutating func fill(_ effects: Effects, at price: Price, position: Quantity) -> Effects {
        var last = Effects()
        for (id, order) in effects.submits {
            accept(id)
            var fill = Fill()
            (fill.clientOrderID, fill.symbol, fill.position) = (
                order.intent.clientOrderID, order.intent.symbol, position
            )
            hear(.fill(fill))
            last = state(order.intent, .filled, executed: order.intent.quantity, at: price)
        }
        return last
    }

    mutating func accept(_ id: RequestID) {
        var answer = SubmitAnswer()
        answer.accepted = true
        give(.answered(id, .submitAnswer(answer)))
    }

    mutating func state(
        _ intent: OrderIntent, _ status: OrderStatus, executed: Quantity = .zero, at price: Price = .absent
    ) -> Effects {
        hear(.orderState(Self.orderState(intent, status, executed: executed, at: price)))
    }

    static func orderState(_ intent: OrderIntent, _ status: OrderStatus, executed: Quantity, at price: Price)
        -> OrderState
    {
        var state = OrderState()
        (state.clientOrderID, state.symbol, state.status) = (intent.clientOrderID, intent.symbol, status)
        (state.quantity, state.executedQuantity, state.averagePrice) = (intent.quantity, executed, price)
        return state
    }

    mutating func hold(_ symbol: SymbolID, _ position: Quantity) {
        var row = Account()
        (row.symbol, row.total) = (symbol, position)
        hear(.account(row))
    }

    mutating func halt() {
        var alert = RiskAlert()
        alert.halted = true
        hear(.riskAlert(alert))
    }

    mutating func pass(_ span: TimeSpan) { time = time + span }
}

extension Effects {
    var reports: [ExecutionReport] {
        published.compactMap { if case .report(let report) = $0 { report } else { nil } }
    }
    var alerts: [RiskAlert] { published.compactMap { if case .alert(let alert) = $0 { alert } else { nil } } }
    var orders: [OrderIntent] {
        published.compactMap { if case .order(let order) = $0 { order } else { nil } }
    }

    var riskChecks: [(RequestID, RiskCheck)] {
        list.compactMap {
            if case .ask(.riskManager, let id, .riskCheck(let check), _) = $0 { (id, check) } else { nil }
        }
    }
    var submits: [(id: RequestID, order: SubmitOrder)] {
        list.compactMap {
            if case .ask(.executor, let id, .submit(let order), _) = $0 { (id, order) } else { nil }
        }
    }
    var queries: [RequestID] {
        list.compactMap { if case .ask(.executor, let id, .orderQuery, _) = $0 { id } else { nil } }
    }
    var cancels: [RequestID] {
        list.compactMap { if case .ask(.executor, let id, .cancel, _) = $0 { id } else { nil } }
    }
    /// The timers that were set (not cancelled), of one purpose.
    func timers(_ purpose: UInt16) -> [(id: TimerID, at: Timestamp)] {
        list.compactMap { effect in
            if case .wake(let id, let at) = effect, id.purpose == purpose, at != .never {
                (id, at)
            } else {
                nil
            }
        }
    }
}
