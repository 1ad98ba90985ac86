import Market
import Messages
import Stages
import Testing

/// Each row of the table of losses taken at its word, in the whole system. L2's part is in its own tests.
@Suite struct DegradationTableTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let loss: Loss
        let actor: ProcessRank
        let measure: Measure
        var testDescription: String { "\(loss.name): \(actor.name) \(measure.about)" }
    }

    static let cases = DegradationCatalogue.rows.flatMap { row in
        row.actors.flatMap { actor in
            row.measures.map { Case(loss: row.loss, actor: actor, measure: $0) }
        }
    }

    @Test(arguments: cases)
    func `what the table says is done, until what was missing is back`(_ rule: Case) {
        let house = holdingBTC
        switch rule.measure {
        case .refuseEntries(let code): if rule.actor != .l2Tactic { refuses(house, rule, code) }
        case .cancelEntries(let code): cancels(house, rule, code)
        case .holdOrders: holds(house, rule)
        case .keepReserved: reserves(house, rule)
        }
        closes(house, rule.loss)
    }

    @Test func `without L4 all go by its last word`() {
        let house = holdingBTC
        for strategy in StrategyNames.documents.ids {
            var update = StrategyUpdate()
            (update.symbol, update.strategy, update.weight, update.riskScale) = (House.eth, strategy, 0.5, 0.5)
            house.host.deliver(.strategyUpdate(update), id: .none, at: house.time)
        }
        set(house, .gone(.l4Meta), isLost: true)
        var signal = House.signal("scaled", House.eth, .buy, 0.1, stop: 2_900)
        signal.strategyID = "momentum"
        house.send(signal)
        house.minutes(2)
        let report = house.log.report(of: "scaled")
        #expect(report?.status == .filled && report?.executedQuantity == Quantity(0.05))
        closes(house, .gone(.l4Meta))
    }

    @Test func `without L2 what is open goes on, and a signal from outside is worked`() {
        let house = holdingBTC
        set(house, .gone(.l2Tactic), isLost: true)
        house.send(House.signal("outside", House.eth, .buy, 0.1, stop: 2_900))
        house.minutes(2)
        #expect(house.log.report(of: "outside")?.status == .filled)
        closes(house, .gone(.l2Tactic))
    }

    private var holdingBTC: House {
        let house = House()
        house.minute()
        house.send(House.documentBTC)
        house.minutes(2)
        #expect(house.position(House.btc).isPositive)
        return house
    }

    private func set(_ house: House, _ loss: Loss, isLost: Bool) {
        switch loss {
        case .gone(let rank): house.host.link(rank, isLost ? .down : .up)
        case .staleData:
            for symbol in house.settings.instruments.symbols {
                var health = FeedHealth()
                (health.symbol, health.state) = (symbol, isLost ? .stale : .live)
                house.host.deliver(.feedHealth(health), id: .none, at: house.time)
            }
        }
    }

    private func refuses(_ house: House, _ rule: Case, _ code: ReasonCode) {
        set(house, rule.loss, isLost: true)
        #expect(refusal(house, rule.actor, "no") == code)
        set(house, rule.loss, isLost: false)
        #expect(refusal(house, rule.actor, "yes") != code)
        set(house, rule.loss, isLost: true)
    }

    /// An entry of 300 USDT.
    private func entry(_ house: House, _ name: Label) -> OrderIntent {
        var intent = OrderIntent()
        intent.clientOrderID = ClientOrderID(signal: name)
        intent.symbol = House.eth
        intent.quantity = Quantity(0.1) ?? .zero
        intent.referencePrice = Price(3_000)
        intent.stopLoss = Price(2_900)
        intent.expires = house.time + .seconds(60)
        return intent
    }

    private func verdict(_ house: House, _ intent: OrderIntent) -> RiskVerdict? {
        var check = RiskCheck()
        check.intent = intent
        let id = RequestID(intent.clientOrderID, .riskCheck)
        guard case .riskVerdict(let verdict)? = house.host.request(.riskManager, id, .riskCheck(check)) else { return nil }
        return verdict
    }

    /// An approval of which nothing was heard counts in the next verdict.
    private func reserves(_ house: House, _ rule: Case) {
        let given = verdict(house, entry(house, "given"))
        #expect(given?.approved == true)
        set(house, rule.loss, isLost: true)
        house.minutes(10)
        let next = verdict(house, entry(house, "next"))
        #expect((next?.exposure ?? .zero) - (given?.exposure ?? .zero) > Money(290))
    }

    /// Why the actor itself refuses an entry.
    private func refusal(_ house: House, _ actor: ProcessRank, _ name: Label) -> ReasonCode? {
        var order = SubmitOrder()
        order.intent = entry(house, name)
        switch actor {
        case .l1Operational:
            house.send(House.signal(name, House.eth, .buy, 0.1, stop: 2_900))
            return house.log.report(of: name)?.reason.code
        case .riskManager: return verdict(house, order.intent)?.reason.code
        default:
            order.intent.clientOrderID.leg = 1
            let id = RequestID(order.intent.clientOrderID, .submit)
            guard case .submitAnswer(let answer)? = house.host.request(actor, id, .submit(order)) else { return nil }
            return answer.reason.code
        }
    }

    private func cancels(_ house: House, _ rule: Case, _ code: ReasonCode) {
        house.send(House.signal("resting", House.eth, .buy, 0.1, stop: 2_900))
        #expect(house.log.report(of: "resting") == nil, "it waits for the next candle")
        set(house, rule.loss, isLost: true)
        let report = house.log.report(of: "resting")
        #expect(report?.status == .cancelled && report?.reason.code == code)
        house.minutes(2)
        #expect(house.position(House.eth).isZero && house.position(House.btc).isPositive)
    }

    private func holds(_ house: House, _ rule: Case) {
        set(house, rule.loss, isLost: true)
        house.send(House.signal("held", House.eth, .buy, 0.1, stop: 2_900))
        #expect(!house.log.frames.contains { if case .order(let order) = $0.message { order.clientOrderID.signal == "held" } else { false } })
        #expect(house.log.report(of: "held") == nil && house.position(House.eth).isZero)
        set(house, rule.loss, isLost: false)
        house.minutes(2)
        #expect(house.log.report(of: "held")?.status == .filled)
        set(house, rule.loss, isLost: true)
    }

    /// Whatever is missing, the stop closes the position.
    private func closes(_ house: House, _ loss: Loss) {
        set(house, loss, isLost: true)
        house.minute([48_000])
        #expect(house.position(House.btc).isZero, "\(loss.name)")
        #expect(house.log.fills.count { $0.purpose == .stop } == 1)
    }
}
