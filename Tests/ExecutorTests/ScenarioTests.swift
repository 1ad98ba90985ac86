import Configuration
import Market
import Messages
import PaperVenue
import Stages
import Testing

@testable import Executor

@Suite struct ScenarioTests {
    /// A desk that has seen one quiet candle at 100,000.
    private func desk() -> Desk {
        var desk = Desk()
        desk.candle(100_000, 100_000, 100_000, 100_000)
        return desk
    }

    /// One that holds 0.003 BTC of signal "a".
    private func holding() -> Desk {
        var desk = desk()
        desk.submit(desk.entry("a"))
        desk.candle(100_000, 100_500, 99_500, 100_000)
        return desk
    }

    @Test func `an entry fills at the next candle's open and is protected from then on`() throws {
        var desk = desk()
        let answer = desk.submit(desk.entry("a"))
        #expect(answer?.accepted == true && answer?.status == .pending)
        #expect(desk.order("a")?.status == .new)
        #expect(desk.fills.isEmpty)
        let open = desk.time
        desk.candle(100_200, 100_500, 99_500, 100_000)
        let fill = try #require(desk.fills.first)
        // Half of the stable tier's 1 bps on 100,200 is 5.01, on the 0.1 grid against the buyer.
        #expect(fill.price.description == "100205.1")
        #expect(fill.openTime == open && fill.purpose == .entry && !fill.isMaker)
        #expect(fill.position.description == "0.003" && fill.entryPrice == fill.price)
        #expect(fill.fee.description == "0.15030765")
        #expect(desk.order("a")?.status == .filled)
        #expect(desk.order("a", ClientOrderID.stopLeg)?.status == .new)
        #expect(desk.order("a", ClientOrderID.targetLeg)?.intent.price == Price(103_000))
    }

    @Test func `stop before target where a candle touched both, and the other is taken back`() {
        var desk = holding()
        desk.candle(100_000, 104_000, 98_000, 100_000)
        #expect(desk.fills.map(\.purpose) == [.entry, .stop])
        #expect(desk.fills.last?.price.description == "98995")
        #expect(desk.order("a", ClientOrderID.targetLeg)?.status == .cancelled)
        #expect(desk.position() == 0 && desk.venue.rows.isEmpty)
    }

    @Test func `the stop is tested against the rest of the candle that filled the entry`() {
        var desk = desk()
        desk.submit(desk.entry("a"))
        desk.candle(100_000, 100_100, 98_900, 99_500)
        #expect(desk.fills.map(\.purpose) == [.entry, .stop])
    }

    @Test func `children share one stop for what was filled of them`() {
        var desk = desk()
        desk.submit(desk.entry("a", 0.003, leg: 1, approved: 0.007))
        desk.submit(desk.entry("a", 0.004, leg: 2, approved: 0.007))
        desk.candle(100_000, 100_100, 99_900, 100_000)
        #expect(desk.position() == 0.007 && desk.protected().description == "0.007")
        #expect(desk.venue.rows.count == 2)
        let late = desk.submit(desk.entry("a", 0.001, leg: 3, approved: 0.007))
        #expect(late?.reason == Reason(.approvalMismatch, found: 0.008, limit: 0.007))
    }

    @Test func `a thin candle fills a part, and only that part is protected`() {
        var desk = desk()
        desk.submit(desk.entry("a", 0.005))
        desk.candle(100_000, 100_100, 99_900, 100_000, quoteVolume: 2_500)
        #expect(desk.order("a")?.status == .expired)
        #expect(desk.order("a")?.reason.code == .notEnoughLiquidity)
        #expect(desk.position() == 0.002 && desk.protected().description == "0.002")
    }

    @Test func `an exit takes its quantity off what rests; the rest stays protected`() {
        var desk = holding()
        desk.submit(desk.exit("b", 0.002))
        desk.candle(100_400, 100_500, 100_300, 100_400)
        #expect(desk.fills.last?.purpose == .exit)
        #expect(desk.protected().description == "0.001")
        #expect(desk.order("a", ClientOrderID.stopLeg)?.intent.quantity.description == "0.001")
        desk.submit(desk.exit("c", 0.001))
        desk.candle(100_400, 100_500, 100_300, 100_400)
        #expect(desk.position() == 0 && desk.venue.rows.isEmpty)
        #expect(desk.order("a", ClientOrderID.stopLeg)?.status == .cancelled)
    }

    @Test func `exits never exceed the position net of those under way`() {
        var desk = holding()
        #expect(desk.submit(desk.exit("b", 0.002))?.accepted == true)
        #expect(desk.submit(desk.exit("c", 0.002))?.reason.code == .nothingToReduce)
        #expect(desk.submit(desk.exit("d", 0.001, side: .buy))?.reason.code == .nothingToReduce)
        #expect(desk.submit(desk.exit("e", 0.001))?.accepted == true)
    }

    @Test func `an exit that the stop came before expires and turns nothing`() {
        var desk = holding()
        desk.submit(desk.exit("b", 0.003))
        desk.submit(desk.entry("x", symbol: 1))
        desk.candle(98_000, 98_500, 97_000, 98_000)
        #expect(desk.position() == 0)
        #expect(desk.fills.count == 2 && desk.fills.last?.purpose == .exit)
    }

    @Test func `the same order twice is placed once`() {
        var desk = desk()
        let order = desk.entry("a")
        desk.submit(order)
        #expect(desk.submit(order)?.status == .new)
        desk.candle(100_000, 100_100, 99_900, 100_000)
        #expect(desk.submit(order)?.status == .filled)
        desk.candle(100_000, 100_100, 99_900, 100_000)
        #expect(desk.fills.count == 1 && desk.position() == 0.003)
    }

    @Test func `a refusal is remembered, and no order goes without approval`() {
        var desk = desk()
        var order = desk.entry("a")
        order.approvedQuantity = .absent
        #expect(desk.submit(order)?.reason.code == .noApproval)
        order.approvedQuantity = order.intent.quantity
        #expect(desk.submit(order)?.accepted == false)
        var late = desk.entry("b")
        late.approvalExpires = desk.time - .seconds(1)
        #expect(desk.submit(late)?.reason.code == .approvalExpired)
        #expect(desk.venue.rows.isEmpty)
    }

    @Test func `halted, exits and stops go through and entries don't; a resume opens again`() {
        var desk = holding()
        desk.submit(desk.entry("w"))
        #expect(desk.request(.halt(HaltCommand())) == .acknowledge(ok()))
        #expect(desk.order("w")?.status == .cancelled)
        #expect(desk.submit(desk.entry("b"))?.reason.code == .halted)
        #expect(desk.submit(desk.exit("c", 0.001))?.accepted == true)
        desk.crash()
        #expect(desk.submit(desk.entry("d"))?.reason.code == .halted)
        desk.candle(98_000, 98_500, 97_000, 98_000)
        #expect(desk.position() == 0)
        desk.request(.resume(HaltCommand()))
        desk.candle(100_000, 100_000, 100_000, 100_000)
        #expect(desk.submit(desk.entry("e"))?.accepted == true)
    }

    private func ok() -> Acknowledge {
        var answer = Acknowledge()
        answer.ok = true
        return answer
    }

    @Test func `entries are taken back when L1 is gone or data is stale, stops stay`() {
        var desk = holding()
        desk.submit(desk.entry("b"))
        desk.step([(.executor, .link(.l1Operational, .down))])
        #expect(desk.order("b")?.status == .cancelled)
        desk.submit(desk.entry("c"))
        var health = FeedHealth()
        health.symbol = SymbolID(0)
        health.state = .stale
        (health.lastEvent, health.staleAfter) = (desk.time + .seconds(-12), 10)
        desk.hear(.feedHealth(health))
        #expect(desk.order("c")?.status == .cancelled)
        #expect(desk.submit(desk.entry("d"))?.reason == Reason(.feedStale, found: 12, limit: 10))
        #expect(desk.protected().description == "0.003")
        var alert = RiskAlert()
        alert.halted = true
        alert.reason = Reason(.dailyDrawdown)
        desk.hear(.riskAlert(alert))
        #expect(desk.executor.haltRecord.code == .dailyDrawdown)
    }

    @Test func `no entry before the books are reconciled`() {
        var desk = Desk(joined: false)
        desk.candle(100_000, 100_000, 100_000, 100_000)
        #expect(desk.submit(desk.entry("a"))?.reason.code == .reconciling)
    }

    @Test func `the end of the data expires what waits`() {
        var desk = holding()
        desk.submit(desk.entry("b"))
        desk.step([(.executor, .endOfData), (.venue, .endOfData)])
        #expect(desk.order("b")?.status == .expired && desk.order("b")?.reason.code == .endOfData)
        #expect(desk.protected().description == "0.003")
    }

    @Test func `what comes after its time is refused with both times, and changes nothing`() {
        var desk = desk()
        desk.submit(desk.entry("a"))
        var (command, cancel) = (HaltCommand(), CancelOrder())
        command.expires = desk.time - .seconds(1)
        (cancel.clientOrderID, cancel.expires) = (ClientOrderID(signal: "a", leg: 1), command.expires)
        var refused = Acknowledge()
        refused.reason = .late(at: desk.time, until: command.expires)
        #expect(desk.request(.halt(command)) == .acknowledge(refused) && !desk.executor.haltRecord.halted)
        #expect(desk.request(.cancel(cancel)) == .acknowledge(refused) && desk.order("a")?.status == .new)
        desk.request(.halt(HaltCommand()))
        #expect(desk.request(.resume(command)) == .acknowledge(refused) && desk.executor.haltRecord.halted)
        command.expires = desk.time
        #expect(desk.request(.resume(command)) == .acknowledge(ok()) && !desk.executor.haltRecord.halted)
        let text = refused.reason.text
        #expect(text.contains("\(desk.time)") && text.contains("\(cancel.expires)"), "\(text)")
        var late = desk.entry("b")
        late.approvalExpires = desk.time - .seconds(1)
        #expect(desk.submit(late)?.reason == .late(.approvalExpired, at: desk.time, until: late.approvalExpires))
        late = desk.entry("c")
        late.intent.expires = desk.time - .seconds(2)
        #expect(desk.submit(late)?.reason == .late(at: desk.time, until: late.intent.expires))
    }

    @Test func `cancel and query say what is known`() {
        var desk = desk()
        desk.submit(desk.entry("a"))
        var cancel = CancelOrder()
        cancel.clientOrderID = ClientOrderID(signal: "a", leg: 1)
        #expect(desk.request(.cancel(cancel)) == .acknowledge(ok()))
        #expect(desk.order("a")?.status == .cancelled)
        var query = OrderQuery()
        query.clientOrderID = cancel.clientOrderID
        #expect(desk.request(.orderQuery(query)) == desk.states.last.map(Message.orderState))
        query.clientOrderID.leg = 7
        guard case .acknowledge(let answer)? = desk.request(.orderQuery(query)) else {
            return #expect(Bool(false))
        }
        #expect(answer.reason.code == .unknownOrder)
    }

    @Test func `what the exchange refuses is final and not placed`() {
        var desk = desk()
        desk.submit(desk.entry("a", 0.0035))
        #expect(desk.order("a")?.status == .rejected && desk.order("a")?.reason == Reason(.quantityOffStep, found: 0.0035, limit: 0.001))
    }

    @Test func `funding is booked once at its hour, by what is held then`() {
        var desk = holding()
        while desk.time.nanoseconds % TimeSpan.hours(8).nanoseconds != 0 {
            desk.candle(100_000, 100_500, 99_500, 100_000)
        }
        let paid = desk.executor.books[SymbolID(0)].fees
        #expect((paid - (desk.fills.first?.fee ?? .zero)).description == "0.03")
        desk.candle(100_000, 100_500, 99_500, 100_000)
        desk.crash()
        desk.candle(100_000, 100_500, 99_500, 100_000)
        #expect(desk.executor.books[SymbolID(0)].fees == paid)
    }

    @Test func `a position whose margin is gone is liquidated`() throws {
        var settings = Settings.standard
        settings.symbols[0].leverage = 20
        var desk = Desk(settings)
        desk.candle(100_000, 100_000, 100_000, 100_000)
        #expect(desk.submit(desk.entry("a", stop: 90_000, target: 120_000))?.reason.code == .stopBeyondLiquidation)
        desk.submit(desk.entry("b", stop: 98_000, target: 120_000))
        desk.candle(100_000, 100_100, 99_900, 100_000)
        // Nobody is there for the stop.
        desk.candle(99_000, 99_000, 97_000, 97_100, quoteVolume: 0)
        let fill = try #require(desk.fills.last)
        #expect(fill.purpose == .liquidation && desk.position() == 0)
        #expect(abs(fill.price.double - 97_436) < 20)
        #expect(desk.venue.rows.isEmpty)
    }
}
