import Configuration
import Exchanges
import Market
import Messages
import Stages
import Testing

@testable import BinanceVenue
@testable import Executor

/// The executor, which knows no exchange, on this venue: what it holds equals the exchange's, and a stop rests
/// wherever a position is.
@Suite struct ExecutorTests {
    /// Executor, keeper of stops, venue and exchange, second by second.
    struct Floor {
        var executor = BracketedExecutor(settings: .standard)
        var venue: JoinedVenue
        var time = Timestamp(nanoseconds: 1_746_316_800_000_000_000)
        var said: [Message] = []
        private var wakes: [(id: TimerID, at: Timestamp)] = []
        private var causes: UInt64 = 1
        /// Seconds for which a position had no stop of its size, the longest row of them.
        private(set) var bare = 0
        private var bareNow = 0

        init(_ faults: ScriptedExchange.Faults) {
            let well = ScriptedExchange.Faults(seed: faults.seed)
            venue = VenuePromiseTests.begin(.um, well, patience: 1, Settings.standard.instruments)
            venue.exchange.wallet = "100000"
            go(0)
            candle(100_000)
            go(20)
            deliver(.joined)
            go(20)
            venue.exchange.faults = faults
        }

        mutating func go(_ seconds: Int) {
            listen()
            for _ in 0..<seconds {
                time = time + .seconds(1)
                listen()
                let due = wakes.filter { $0.at <= time }
                wakes.removeAll { $0.at <= time }
                for wake in due { deliver(.woken(wake.id)) }
                listen()
                watch()
            }
        }

        private mutating func watch() {
            let held = venue.exchange.held(SymbolID(0))
            let stops = venue.exchange.orders.filter { $0.isOpen && $0.isConditional && $0.type == "STOP_MARKET" }
            let isCovered = stops.reduce(Quantity.zero) { $0 + $1.quantity } >= held
            bareNow = held.isPositive && !isCovered ? bareNow + 1 : 0
            bare = max(bare, bareNow)
        }

        private mutating func listen() {
            while let word = venue.next(by: time) {
                switch word {
                case .event(let event): deliver(.message(.venueEvent(event)))
                case .answered(let id, let message): deliver(.answered(id, message))
                case .unanswered(let id, let why): deliver(.unanswered(id, why))
                case .link(let state): deliver(.link(.venue, state))
                }
            }
        }

        mutating func deliver(_ input: Input) {
            causes += 1
            let effects = executor.effects(of: Envelope(input, at: time, id: EventID(raw: causes)))
            for effect in effects.list {
                switch effect {
                case .ask(_, let id, let message, _): venue.ask(id, message, at: time)
                case .wake(let id, let due):
                    wakes.removeAll { $0.id == id }
                    wakes.append((id, due))
                case .publish(let message, _): said.append(message)
                case .answer(_, let message): said.append(message)
                default: break
                }
            }
        }

        mutating func candle(_ price: Int) {
            let candle = Candle(
                openTime: time, closeTime: time, open: Price(price), high: Price(price), low: Price(price), close: Price(price),
                volume: 1, quoteVolume: 1e9)
            let message = Message.kline(Kline(SymbolID(0), .m1, candle))
            deliver(.message(message))
            venue.hear(Envelope(.message(message), at: time))
            listen()
        }

        mutating func submit(_ signal: Label, limit: Int? = nil) {
            var order = SubmitOrder()
            order.intent.clientOrderID = ClientOrderID(signal: signal, leg: 1)
            (order.intent.symbol, order.intent.side) = (SymbolID(0), .buy)
            order.intent.quantity = Quantity(0.003) ?? .zero
            if let limit { (order.intent.orderType, order.intent.price) = (.limit, Price(limit)) }
            order.intent.referencePrice = Price(100_000)
            (order.intent.stopLoss, order.intent.takeProfit) = (Price(99_000), Price(103_000))
            order.intent.expires = time + .minutes(10)
            order.approvedQuantity = order.intent.quantity
            order.approvalExpires = time + .minutes(1)
            deliver(.request(RequestID(signal, leg: 1, .submit), .submit(order)))
        }

        var held: Quantity { executor.inner.books[SymbolID(0)].quantity }
    }

    /// Answers what was held before the price moved.
    private func play(_ faults: ScriptedExchange.Faults, to price: Int, _ label: String) -> Quantity {
        var floor = Floor(faults)
        floor.submit("a")
        floor.go(90)
        let entered = floor.held
        floor.candle(price)
        floor.go(90)
        floor.venue.exchange.faults = ScriptedExchange.Faults(seed: faults.seed)
        floor.go(120)
        #expect(floor.held == floor.venue.exchange.held(SymbolID(0)), "\(label): \(floor.venue.notices.suffix(6))")
        for case .submitAnswer(let answer) in floor.said { #expect(answer.accepted, "\(label): \(answer.reason)") }
        #expect(floor.held.isZero, "\(label): held \(entered), then \(floor.held)")
        #expect(!floor.venue.exchange.orders.contains { $0.isOpen }, "\(label): something is left open")
        #expect(floor.venue.exchange.placed.values.allSatisfy { $0 == 1 }, "\(label): \(floor.venue.exchange.placed)")
        // The floor hears once a second; an ask may be lost, and the proof of that takes its time, and so may the next:
        // where a fifth of all requests is lost, 75 s were seen.
        #expect(floor.bare <= (label.hasPrefix("all is well") ? 3 : 90), "\(label): \(floor.bare) s without a stop")
        return entered
    }

    @Test(arguments: [98_000, 104_000]) func `stop and target follow a fill, and the one that is met takes the other with it`(price: Int) {
        #expect(play(ScriptedExchange.Faults(), to: price, "all is well") == Quantity(0.003)!)
    }

    @Test(arguments: FaultTests.faults) func `under each fault the executor's books are the exchange's`(_ fault: FaultTests.Fault) {
        var entered = 0
        for seed in 1...3 as ClosedRange<UInt64> {
            var faults = ScriptedExchange.Faults()
            fault.change(&faults)
            faults.seed = seed
            let held = play(faults, to: seed == 2 ? 104_000 : 98_000, "\(fault.testDescription), seed \(seed)")
            if held.isPositive { entered += 1 }
        }
        #expect(entered > 0, "\(fault.testDescription): no entry was ever filled")
    }
}
