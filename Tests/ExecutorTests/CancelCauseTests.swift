import Configuration
import Market
import Messages
import PaperVenue
import Stages
import Testing

@testable import Executor

/// Whatever takes an order back says why, from whoever asked through the venue and back.
@Suite struct CancelCauseTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// The order that ends, its status, and what was filled of it before.
        var order = ClientOrderID(signal: "a", leg: 1)
        var status = OrderStatus.cancelled
        var executed = 0.0
        let happens: @Sendable (inout Desk) -> Void
        let reason: @Sendable (Desk) -> Reason
    }

    private static let stop = ClientOrderID(signal: "a", leg: ClientOrderID.stopLeg)
    private static let target = ClientOrderID(signal: "a", leg: ClientOrderID.targetLeg)

    /// An entry that rests below the market.
    private static func rest(_ desk: inout Desk, _ signal: Label = "a", life: TimeSpan = .minutes(10)) {
        var order = desk.entry(signal)
        (order.intent.orderType, order.intent.price) = (.limit, Price(99_500))
        order.intent.expires = desk.time + life
        desk.submit(order)
    }

    /// Signal "a" holds 0.003 BTC, protected.
    private static func hold(_ desk: inout Desk) {
        desk.submit(desk.entry("a"))
        desk.candle(100_000, 100_500, 99_500, 100_000)
    }

    private static func cancel(_ desk: inout Desk, _ change: (inout CancelOrder) -> Void = { _ in }) {
        var cancel = CancelOrder()
        cancel.clientOrderID = ClientOrderID(signal: "a", leg: 1)
        change(&cancel)
        desk.request(.cancel(cancel))
    }

    static let cases: [Case] = whoAsked + whatIsMissing + atTheVenue + otherLegs

    private static let whoAsked = [
        Case(testDescription: "a person", happens: { rest(&$0); cancel(&$0) }, reason: { _ in Reason(.personAsked) }),
        Case(
            testDescription: "L1, whose signal's time is over",
            happens: { desk in
                rest(&desk)
                let time = desk.time
                cancel(&desk) { $0.reason = .late(at: time, until: time - .seconds(1)) }
            },
            reason: { .late(at: $0.time, until: $0.time - .seconds(1)) }),
        Case(
            testDescription: "a halt by drawdown",
            happens: { desk in
                rest(&desk)
                var alert = RiskAlert()
                (alert.halted, alert.reason) = (true, Reason(.dailyDrawdown, found: 0.051, limit: 0.05))
                desk.hear(.riskAlert(alert))
            },
            reason: { _ in Reason(.dailyDrawdown, found: 0.051, limit: 0.05) }),
        Case(
            testDescription: "a person's halt", happens: { rest(&$0); $0.request(.halt(HaltCommand())) },
            reason: { _ in Reason(.personAsked) }),
        Case(
            testDescription: "a full disk",
            happens: { desk in
                rest(&desk)
                var command = HaltCommand()
                command.code = .diskFull
                desk.request(.halt(command))
            },
            reason: { _ in Reason(.diskFull) }),
    ]

    private static let whatIsMissing = [
        Case(
            testDescription: "stale data",
            happens: { desk in
                rest(&desk)
                var health = FeedHealth()
                (health.symbol, health.state, health.staleAfter) = (SymbolID(0), .stale, 10)
                health.lastEvent = desk.time - .seconds(12)
                desk.hear(.feedHealth(health))
            },
            reason: { _ in Reason(.feedStale, found: 12, limit: 10) }),
        Case(
            testDescription: "L1 is gone",
            happens: { rest(&$0); $0.step([(.executor, .link(.l1Operational, .down))]) },
            reason: { _ in Reason(.operationalGone) }),
        Case(
            testDescription: "the feed handler is gone",
            happens: { rest(&$0); $0.step([(.executor, .link(.feedHandler, .down))]) },
            reason: { _ in Reason(.feedGone) }),
    ]

    private static let atTheVenue = [
        Case(
            testDescription: "the end of the data", status: .expired,
            happens: { rest(&$0); $0.step([(.executor, .endOfData), (.venue, .endOfData)]) },
            reason: { _ in Reason(.endOfData) }),
        Case(
            testDescription: "the order's own time", status: .expired,
            happens: { desk in
                rest(&desk, life: .seconds(30))
                desk.candle(100_000, 100_000, 100_000, 100_000)
                desk.candle(100_000, 100_000, 100_000, 100_000)
            },
            reason: { .late(at: $0.time - .minutes(1), until: $0.time - .seconds(90)) }),
        Case(
            testDescription: "a thin market", status: .expired, executed: 0.002,
            happens: { desk in
                desk.submit(desk.entry("a", 0.005))
                desk.candle(100_000, 100_100, 99_900, 100_000, quoteVolume: 2_500)
            },
            reason: { _ in Reason(.notEnoughLiquidity, found: 200, limit: 500) }),
        Case(
            testDescription: "a trade to the other side", status: .expired,
            happens: { desk in
                rest(&desk)
                desk.submit(desk.entry("b", side: .sell, stop: 101_000, target: 97_000))
                desk.candle(100_000, 100_100, 99_900, 100_000)
                desk.candle(100_000, 100_100, 99_900, 100_000)
            },
            reason: { _ in Reason(.oppositeSignal) }),
    ]

    private static let otherLegs = [
        Case(
            testDescription: "the stop was touched", order: target,
            happens: { hold(&$0); $0.candle(100_000, 100_100, 98_000, 98_500) },
            reason: { Reason(.stopTouched, found: $0.fills.last?.price.double ?? 0, limit: 99_000) }),
        Case(
            testDescription: "the target was touched", order: stop,
            happens: { hold(&$0); $0.candle(100_000, 104_000, 99_900, 103_500) },
            reason: { Reason(.targetTouched, found: $0.fills.last?.price.double ?? 0, limit: 103_000) }),
        Case(
            testDescription: "an exit closed the trade", order: stop,
            happens: { desk in
                hold(&desk)
                desk.submit(desk.exit("x", 0.003))
                desk.candle(100_000, 100_100, 99_900, 100_000)
            },
            reason: { _ in Reason(.exited) }),
        Case(
            testDescription: "the stop ended the trade that a child still waited for",
            order: ClientOrderID(signal: "a", leg: 2),
            happens: { desk in
                var child = desk.entry("a", 0.003, leg: 1, approved: 0.006)
                (child.intent.orderType, child.intent.price) = (.limit, Price(99_950))
                desk.submit(child)
                desk.candle(100_000, 100_100, 99_900, 100_000)
                child.intent.clientOrderID.leg = 2
                desk.submit(child)
                desk.candle(100_000, 100_100, 98_000, 98_500, quoteVolume: 0)
            },
            // Nobody is there for the stop; what it met is told all the same, and no fill that there was not.
            reason: { _ in Reason(.stopTriggered, found: 98_995, limit: 99_000) }),
    ]

    @Test(arguments: cases) func `an order that is taken back says its true cause`(_ row: Case) throws {
        var desk = Desk()
        desk.candle(100_000, 100_000, 100_000, 100_000)
        row.happens(&desk)
        let state = try #require(desk.states.last { $0.clientOrderID == row.order })
        #expect(state.status == row.status && state.reason == row.reason(desk), "\(state.reason)")
        #expect(state.executedQuantity == Quantity(row.executed))
        #expect(!state.reason.text.contains("?") && state.reason.isWhole, "\(state.reason.text)")
        #expect(desk.executor.ledger[row.order]?.reason == state.reason)
        // What was kept of it says the same, to the executor and to one that asks the venue.
        desk.crash()
        #expect(desk.executor.ledger[row.order]?.reason == state.reason)
        #expect(asked(row.order, &desk)?.reason == state.reason)
    }

    private func asked(_ order: ClientOrderID, _ desk: inout Desk) -> VenueAnswer? {
        var query = OrderQuery()
        query.clientOrderID = order
        let id = RequestID(order, .venueQuery)
        let effects = desk.venue.effects(of: Envelope(.request(id, .venueQuery(query)), at: desk.time))
        for case .answer(id, .venueAnswer(let answer)) in effects.list { return answer }
        return nil
    }
}
