import Exchanges
import Market
import Messages
import Stages
import TestSupport
import Testing

@testable import BinanceVenue

/// What the venue does, one thing at a time.
@Suite struct VenueTests {
    // MARK: - Orders

    @Test func `an entry of futures is a plain order, its stop and target are conditional ones that reduce`() {
        var desk = Desk()
        desk.place(desk.intent(1))
        desk.go(2)
        desk.place(desk.intent(90, .stop, .sell, limit: 90_000))
        desk.place(desk.intent(91, .target, .sell, limit: 120_000))
        desk.go(2)
        let entry = desk.sent(.post, "/fapi/v1/order?")
        #expect(entry.count == 1 && entry[0].contains("side=BUY&type=MARKET&quantity=0.003&selfTrade"))
        #expect(entry[0].contains("newClientOrderId=st-s-1&recvWindow=5000&timestamp="))
        let conditional = desk.sent(.post, "/fapi/v1/algoOrder?")
        #expect(conditional.count == 2)
        #expect(conditional[0].contains("algoType=CONDITIONAL&side=SELL&type=STOP_MARKET&quantity=0.003&triggerPrice=90000&reduceOnly=true"))
        #expect(conditional[1].contains("type=TAKE_PROFIT_MARKET&quantity=0.003&triggerPrice=120000&reduceOnly=true"))
        #expect(conditional[0].contains("clientAlgoId=st-s-90"))
        #expect(desk.events(.accepted, 90).count == 1 && desk.answer(.place, 91)?.status == .new)
        #expect(desk.events(.filled).map(\.quantity) == [Quantity(0.001)!, Quantity(0.002)!])
    }

    @Test func `orders of spot bear its own words`() {
        var desk = Desk(.spot)
        desk.place(desk.intent(1, limit: 99_000))
        desk.go(2)
        let sent = desk.sent(.post, "/api/v3/order?")
        #expect(sent.count == 1 && sent[0].contains("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=99000&quantity=0.003"))
        #expect(!sent[0].contains("reduceOnly") && desk.answer(.place, 1)?.status == .new)
    }

    @Test func `a fee in BNB is told before its fill, which has none besides`() {
        var desk = Desk(.spot)
        desk.exchange.paysInBNB = true
        desk.place(desk.intent(1))
        desk.go(3)
        let (fees, fills) = (desk.events(.feeInBNB), desk.events(.filled, 1))
        #expect(fills.count == 2 && fills.allSatisfy { $0.fee == .zero && $0.baseFee == .absent })
        #expect(fees.map(\.eventID) == fills.map(\.eventID) && fees.map(\.quantity) == fills.map { Quantity(raw: Int64($0.eventID) + 1234) })
        let order = desk.events.filter { $0.kind == .filled || $0.kind == .feeInBNB }.map(\.kind)
        #expect(order == [.feeInBNB, .filled, .feeInBNB, .filled])
    }

    @Test(arguments: [MarketKind.spot, .um]) func `of BNB's own pair BNB is what was bought on spot, and a fee's asset on futures`(market: MarketKind) {
        let pair = Instrument(
            name: "BNB/USDT", market: market, tickSize: Price(0.1)!, stepSize: Quantity(0.001)!, minQuantity: Quantity(0.001)!,
            maxQuantity: Quantity(100)!, minNotional: Money(5)!)
        var desk = Desk(market, pairs: InstrumentTable([pair]))
        desk.exchange.paysInBNB = true
        desk.place(desk.intent(1))
        desk.go(3)
        let (fees, fills) = (desk.events(.feeInBNB), desk.events(.filled, 1))
        let paid = desk.exchange.trades.map { Quantity(raw: $0.fee) }
        #expect(fills.count == 2 && paid.allSatisfy(\.isPositive))
        #expect(fees.map(\.quantity) == (market == .um ? paid : []))
        #expect(fills.compactMap(\.baseFee.present) == (market == .spot ? paid : []))
        desk.books()
        desk.go(5)
        #expect(desk.holding?.quantity == desk.exchange.held(SymbolID(0)))
    }

    @Test func `a triggered stop becomes another order, whose fills are the stop's`() {
        for late in [0.0, 1.0] {
            var faults = ScriptedExchange.Faults()
            faults.lateEvents = late
            var desk = Desk(.um, faults)
            desk.place(desk.intent(1))
            desk.go(10)
            desk.place(desk.intent(90, .stop, .sell, limit: 90_000))
            desk.go(10)
            desk.move(to: 89_000)
            desk.go(20)
            let fills = desk.events(.filled, 90)
            #expect(fills.map(\.quantity) == [Quantity(0.003)!] && fills.first?.purpose == .stop && fills.first?.side == .sell)
            desk.query(90)
            desk.go(5)
            #expect(desk.answer(.venueQuery, 90)?.status == .filled)
            desk.books()
            desk.go(20)
            #expect(desk.holding?.quantity == .zero)
        }
    }

    @Test func `a stop that the market has passed already closes at once, under its own name`() {
        var desk = Desk()
        desk.place(desk.intent(1))
        desk.go(2)
        desk.move(to: 89_000)
        desk.place(desk.intent(90, .stop, .sell, limit: 90_000))
        desk.go(3)
        let sent = desk.sent(.post, "newClientOrderId=st-s-90")
        #expect(sent.count == 1 && sent[0].contains("side=SELL&type=MARKET&quantity=0.003&reduceOnly=true"))
        #expect(desk.events(.filled, 90).reduce(.zero) { $0 + $1.quantity } == Quantity(0.003)!)
        #expect(desk.events(.filled, 90).allSatisfy { $0.purpose == .stop } && desk.answer(.place, 90) != nil)
    }

    @Test func `a filled order whose fills nobody tells any more is over, half a minute later`() {
        var desk = Desk()
        desk.exchange.stream = nil
        desk.place(desk.intent(1))
        desk.go(0)
        desk.exchange.losesTrades = true
        desk.go(5)
        #expect(desk.events(.filled).isEmpty && desk.events(.cancelled).isEmpty)
        desk.go(60)
        #expect(desk.answer(.place, 1)?.status == .filled)
        #expect(desk.events(.cancelled).map(\.quantity) == [Quantity(0.003)!])
        #expect(desk.events(.cancelled).first?.reason.code == .orderLostThere && desk.events(.filled).isEmpty)
    }

    @Test func `fills that are told in another order lead to another look at the books`() {
        var faults = ScriptedExchange.Faults()
        faults.lateEvents = 0.5
        var told = 0
        for seed in 1...20 {
            faults.seed = UInt64(seed)
            var desk = Desk(.um, faults)
            for leg in 1...4 as ClosedRange<UInt8> { desk.place(desk.intent(leg)) }
            desk.go(40)
            let numbers = desk.events(.filled).map(\.eventID)
            #expect(desk.hasReturned == (numbers != numbers.sorted()), "\(seed): \(numbers)")
            told += desk.hasReturned ? 1 : 0
        }
        #expect(told > 0 && told < 20)
    }

    @Test func `a stop takes the name of one that is over, an entry doesn't`() {
        var desk = Desk()
        desk.place(desk.intent(1))
        desk.go(2)
        for _ in 0..<3 {
            desk.place(desk.intent(90, .stop, .sell, limit: 90_000))
            desk.go(2)
            desk.cancel(90)
            desk.go(2)
        }
        desk.place(desk.intent(90, .stop, .sell, limit: 90_000))
        desk.place(desk.intent(1))
        desk.go(2)
        #expect(desk.sent(.post, "clientAlgoId=st-s-90").count == 4 && desk.sent(.post, "ClientOrderId=st-s-1&").count == 1)
        desk.query(90)
        desk.go(2)
        #expect(desk.answer(.venueQuery, 90)?.status == .new)
    }

    @Test func `an exit of futures can only reduce, and what the exchange refuses says why`() {
        var desk = Desk()
        desk.place(desk.intent(92, .exit, .sell))
        desk.go(2)
        #expect(desk.sent(.post, "reduceOnly=true").count == 1)
        let answer = desk.answer(.place, 92)
        #expect(answer?.status == .rejected && answer?.reason.code == .nothingToReduce && answer?.reason.found == -2022)
        #expect(desk.events(.rejected, 92).count == 1)
    }

    // MARK: - Unknown outcomes

    @Test func `a place whose answer is lost is asked for, and never sent twice`() {
        var desk = Desk()
        desk.exchange.faults.lostAnswers = 1
        desk.place(desk.intent(1))
        desk.go(1)
        desk.exchange.faults.lostAnswers = 0
        desk.go(60)
        #expect(desk.sent(.post, "/fapi/v1/order?").count == 1 && desk.exchange.placed["st-s-1"] == 1)
        desk.query(1)
        desk.go(2)
        #expect(desk.answer(.place, 1) != nil && desk.answer(.venueQuery, 1)?.status == .filled)
        #expect(desk.events(.filled).count == 2)
    }

    @Test func `an exit that never arrived goes anew after two answers ten seconds apart, an entry does not`() {
        var desk = Desk()
        desk.place(desk.intent(1))
        desk.go(2)
        desk.exchange.faults.lostRequests = 1
        desk.place(desk.intent(92, .exit, .sell))
        desk.place(desk.intent(2))
        desk.exchange.faults.lostRequests = 0
        let before = desk.venue.sent.count
        desk.go(14)
        #expect(desk.exchange.placed["st-s-92"] == nil)
        desk.go(30)
        #expect(desk.exchange.placed["st-s-92"] == 1 && desk.exchange.placed["st-s-2"] == nil)
        #expect(desk.events(.filled, 92).count == 2 && desk.wasUnanswered(.place, 2, .peerMissing))
        let asked = desk.venue.sent[before...].filter {
            $0.request.method == .get && $0.request.target.contains("origClientOrderId=st-s-92")
        }.map(\.at)
        let again = desk.venue.sent.last { $0.request.method == .post && $0.request.target.contains("st-s-92") }
        #expect((asked.last ?? 0) - (asked.first ?? 0) >= 10_000_000_000 && (again?.at ?? 0) >= (asked.last ?? .max))
        // All fills were read between the two.
        #expect(desk.venue.sent.contains { $0.request.target.contains("userTrades") && $0.at > asked[0] && $0.at < asked.last! })
    }

    @Test func `without the account's stream no order counts as never arrived`() {
        var faults = ScriptedExchange.Faults()
        faults.outage = 3600
        var desk = Desk(.um, faults) { $0.goneAfter = 7_200_000_000_000 }
        desk.place(desk.intent(1))
        desk.go(2)
        desk.exchange.faults.lostRequests = 1
        desk.place(desk.intent(92, .exit, .sell))
        desk.exchange.faults.lostRequests = 0
        desk.exchange.cut(at: desk.venue.now)
        desk.go(600)
        #expect(desk.sent(.post, "st-s-92").count == 1 && desk.answer(.place, 92) == nil)
    }

    @Test func `a duplicate's refusal is asked about: the first one came`() {
        var desk = Desk()
        desk.place(desk.intent(1, limit: 90_000))
        desk.go(2)
        // A life later nobody knows of it here.
        var next = Desk(after: desk.exchange)
        next.place(next.intent(1, limit: 90_000))
        next.go(10)
        #expect(next.exchange.orders.count == 1 && next.answer(.place, 1)?.status == .new)
    }

    @Test func `a request of the wrong time is signed anew once the exchange's clock is known`() {
        var desk = Desk()
        desk.exchange.epoch += 20_000
        desk.place(desk.intent(1))
        desk.go(10)
        #expect(desk.sent(.post, "/fapi/v1/order?").count == 2 && desk.exchange.placed["st-s-1"] == 1)
        #expect(desk.answer(.place, 1)?.status == .filled)
    }

    @Test func `an order that can't leave in time is given up as never sent`() {
        var desk = Desk()
        desk.exchange.faults.busyAnswers = 1
        desk.place(desk.intent(1))
        desk.go(40)
        #expect(desk.wasUnanswered(.place, 1, .peerMissing) && desk.exchange.placed.isEmpty)
        desk.exchange.faults.busyAnswers = 0
        desk.go(60)
        #expect(desk.exchange.placed.isEmpty)
    }

    // MARK: - Others

    @Test func `a venue that starts anew tells what was filled while it was away, and what is open`() {
        var desk = Desk()
        desk.place(desk.intent(1))
        desk.place(desk.intent(2, limit: 90_000))
        desk.go(2)
        var next = Desk(after: desk.exchange)
        next.books()
        next.go(40)
        #expect(next.events(.filled).map(\.eventID) == desk.events(.filled).map(\.eventID))
        #expect(next.events(.open).map(\.clientOrderID.leg) == [2] && next.holding?.quantity == Quantity(0.003)!)
        next.query(2)
        next.query(1)
        next.go(2)
        #expect(next.answer(.venueQuery, 2)?.status == .new && next.answer(.venueQuery, 1)?.status == .filled)
    }

    // MARK: - Funding

    @Test func `a payment that the balance holds is told before it`() throws {
        var desk = Desk()
        desk.go(60)
        desk.exchange.income = [(0, -37_500_000, desk.venue.exchange.epoch + desk.venue.now / 1_000_000)]
        desk.ask(RequestID("account", .venueBooks), .venueBooks(BooksQuery(.none)))
        desk.go(20)
        let paid = try #require(desk.words.firstIndex { if case .event(let event) = $0 { event.kind == .funding } else { false } })
        let told = try #require(desk.words.firstIndex { if case .answered(let id, _) = $0 { id.verb == .venueBooks } else { false } })
        #expect(paid < told)
    }

    @Test func `funding is told once, by its hour, whoever tells it how often`() {
        var desk = Desk()
        let time = desk.exchange.milliseconds(desk.venue.now)
        desk.exchange.income = [(0, -37_500_000, time)]
        for _ in 0..<2 {
            desk.exchange.say(#"{"e":"ACCOUNT_UPDATE","T":1,"E":1,"a":{"m":"FUNDING_FEE","B":[{"a":"USDT","wb":"1"}],"P":[]}}"#, at: desk.venue.now)
            desk.go(5)
        }
        let paid = desk.events(.funding)
        #expect(paid.map(\.fee) == [Money(raw: 37_500_000)] && paid[0].eventID == UInt64(time / 3_600_000))
    }

    // MARK: - The account

    @Test func `an account that is set otherwise is not traded until a person sets it`() {
        #expect(Desk().venue.core.isRunning && Desk(.spot).venue.core.isRunning)
        var exchange = Desk().exchange
        exchange.isHedged = true
        var desk = Desk(after: exchange) { $0.leverages = [4, 5] }
        let isRunning = desk.venue.core.isRunning
        #expect(!isRunning)
        desk.place(desk.intent(1))
        desk.query(2)
        desk.go(20)
        #expect(desk.exchange.placed.isEmpty && desk.wasUnanswered(.place, 1, .peerMissing))
        desk.go(50)
        #expect(desk.wasUnanswered(.venueQuery, 2, .timedOut))
        for part in ["it holds long and short at once", "BTC/USDT's leverage is 3; the safe list wants 4"] {
            #expect(desk.venue.notices.contains { $0.contains(part) }, "\(desk.venue.notices)")
        }
        desk.exchange.isHedged = false
        desk.exchange.leverages = [4, 5]
        desk.go(70)
        let runs = desk.venue.core.isRunning
        #expect(runs)
        #expect(desk.venue.terms.leverages == [4, 5] && desk.venue.terms.rates.takerFee == 0.0005)
    }

    // MARK: - The dead-man's switch

    @Test func `the switch stands while an entry rests alone, and is off before the stop is placed`() {
        var desk = Desk()
        desk.go(40)
        desk.place(desk.intent(1, limit: 99_000))
        desk.go(70)
        let armed = desk.exchange.countdownCalls
        #expect(armed.count == 3 && armed.allSatisfy { $0.milliseconds == 120_000 && $0.symbol == 0 })
        desk.move(to: 98_000)
        desk.place(desk.intent(90, .stop, .sell, limit: 90_000))
        desk.go(5)
        #expect(desk.exchange.countdowns[0] == nil && desk.exchange.countdownCalls.last?.milliseconds == 0)
        let off = desk.venue.sent.last { $0.request.target.contains("countdownTime=0") }
        let stop = desk.venue.sent.first { $0.request.target.contains("clientAlgoId=st-s-90") && $0.request.method == .post }
        #expect((off?.at ?? .max) < (stop?.at ?? 0))
        let count = desk.exchange.countdownCalls.count
        desk.go(200)
        #expect(desk.exchange.countdownCalls.count == count && desk.exchange.orders.contains { $0.isConditional && $0.isOpen })
    }

    @Test(arguments: [true, false]) func `a switch that is not renewed takes the entry back, and the stop stands`(takesAll: Bool) {
        var faults = ScriptedExchange.Faults()
        (faults.countdownTakesConditionals, faults.outage) = (takesAll, 150)
        var desk = Desk(.um, faults)
        desk.go(40)
        desk.place(desk.intent(1, limit: 99_000))
        desk.go(40)
        desk.exchange.cut(at: desk.venue.now)
        desk.go(400)
        #expect(desk.events(.cancelled, 1).count == 1)
        // With a position and its stop there is no switch.
        desk.place(desk.intent(2))
        desk.go(5)
        desk.place(desk.intent(90, .stop, .sell, limit: 90_000))
        desk.go(5)
        desk.exchange.cut(at: desk.venue.now)
        desk.go(400)
        #expect(desk.exchange.orders.contains { $0.name == "st-s-90" && $0.isOpen })
    }
}
