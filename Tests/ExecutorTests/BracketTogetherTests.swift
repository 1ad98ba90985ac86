import Market
import Messages
import Stages
import Testing

@testable import Executor

/// The keeper where a stop and its target are one list: what the venue says of them, word by word.
@Suite struct BracketTogetherTests {
    private static let symbol = SymbolID(0)
    private static let stop = ClientOrderID(signal: "a", leg: 90)
    private static let target = ClientOrderID(signal: "a", leg: 91)

    /// A keeper whose signal "a" holds 0.001 BTC, with a stop at 98,000 and a target at 103,000 asked for as one list.
    private struct Bench {
        var keeper = BracketKeeper(BracketTradesTests.pairs, .together)
        var time = Timestamp(nanoseconds: 1_746_316_800_000_000_000)
        var acts: [BracketAct] = []

        init() {
            keeper.booksTold(of: symbol, position: .zero, Reason())
            mark(100_000)
            var entry = OrderIntent()
            (entry.clientOrderID, entry.symbol) = (ClientOrderID(signal: "a", leg: 1), symbol)
            (entry.stopLoss, entry.takeProfit) = (Price(98_000), Price(103_000))
            fill(entry.clientOrderID, .entry, .buy, 100_000, position: 100_000, entry)
        }

        mutating func fill(
            _ id: ClientOrderID, _ purpose: Purpose, _ side: Side, _ quantity: Int64, position: Int64, _ entry: OrderIntent? = nil
        ) {
            var fill = Fill()
            (fill.clientOrderID, fill.symbol, fill.purpose, fill.side) = (id, symbol, purpose, side)
            (fill.quantity, fill.position) = (Quantity(raw: quantity), Quantity(raw: position))
            keeper.take(fill, of: id, entry: entry)
            settle()
        }

        mutating func mark(_ price: Int) { keeper.trades.mark(symbol, at: Price(price)) }

        mutating func say(_ kind: VenueEventKind, _ id: ClientOrderID, _ code: ReasonCode = .none) {
            var event = VenueEvent()
            (event.kind, event.clientOrderID, event.symbol, event.reason) = (kind, id, symbol, Reason(code))
            _ = keeper.hear(event, at: time, &acts)
            settle()
        }

        /// The exchange takes the list or not, and then the stop alone.
        mutating func refuse(_ code: ReasonCode, last: Int, size: Int = 0) {
            mark(last)
            say(.rejected, ClientOrderID(.target, of: "a", size: size), code)
            say(.accepted, ClientOrderID(.stop, of: "a", size: size))
        }

        mutating func settle() { keeper.settle(at: time, &acts) }

        mutating func wait(_ seconds: Int64) {
            time = time + .seconds(seconds)
            acts.removeAll()
            settle()
        }

        /// What was asked of the venue: names with verbs.
        var asked: [RequestID] { acts.compactMap { if case .ask(let id, _) = $0 { id } else { nil } } }
        var trade: BracketTrade { keeper.trades[0] }
    }

    private func place(_ id: ClientOrderID) -> RequestID { RequestID(id, .place) }
    private func cancel(_ id: ClientOrderID) -> RequestID { RequestID(id, .venueCancel) }

    @Test func `the stop goes with its target, and nothing more while they rest`() {
        var bench = Bench()
        #expect(bench.asked == [place(Self.stop)])
        bench.say(.accepted, Self.stop)
        bench.say(.accepted, Self.target)
        bench.wait(60)
        #expect(bench.asked.isEmpty && bench.trade.stop.isTold && bench.trade.target.isTold)
    }

    @Test func `a target that the market has passed has the stop make room a second later`() {
        var bench = Bench()
        bench.refuse(.invalidPrice, last: 103_100)
        #expect(bench.keeper.due == bench.time + .seconds(1))
        bench.wait(1)
        #expect(bench.asked == [cancel(Self.stop)])
        bench.say(.cancelled, Self.stop)
        #expect(bench.asked.last == place(ClientOrderID(.target, of: "a", size: 1)))
    }

    @Test(arguments: [(ReasonCode.priceOutOfBand, 103_100), (.malformedSignal, 100_000), (.invalidPrice, 98_050)])
    func `a target that was refused for anything else leaves the stop where it is`(_ code: ReasonCode, _ last: Int) {
        var bench = Bench()
        bench.refuse(code, last: last)
        for _ in 0..<5 { bench.wait(60) }
        #expect(bench.asked.isEmpty && bench.trade.stop.isTold && !bench.trade.target.isTold)
        // A list of a new size tries again.
        bench.fill(ClientOrderID(signal: "a", leg: 92), .exit, .sell, 50_000, position: 50_000)
        #expect(bench.asked == [cancel(Self.stop)])
        bench.say(.cancelled, Self.stop)
        #expect(bench.keeper.pieces.map(\.purpose) == [.stop, .target])
    }

    @Test func `a target that rests without its stop does not begin the wait for the next try anew`() {
        var bench = Bench()
        var waits: [Int64] = []
        for round in 0..<4 {
            bench.refuse(.invalidPrice, last: 103_100, size: 2 * round)
            waits.append((bench.keeper.due - bench.time).nanoseconds / 1_000_000_000)
            bench.wait(waits[round])
            bench.say(.cancelled, ClientOrderID(.stop, of: "a", size: 2 * round))
            let alone = ClientOrderID(.target, of: "a", size: 2 * round + 1)
            #expect(bench.asked.last == place(alone))
            bench.say(.accepted, alone)
            #expect(bench.asked.last == cancel(alone))
            bench.say(.cancelled, alone)
        }
        #expect(waits == [1, 2, 4, 8])
        bench.say(.accepted, ClientOrderID(.stop, of: "a", size: 8))
        bench.say(.accepted, ClientOrderID(.target, of: "a", size: 8))
        #expect(bench.trade.target.losses == 0)
    }

    @Test func `a target that was filled but for dust stays, and goes for an exit`() {
        var bench = Bench()
        bench.say(.accepted, Self.stop)
        bench.say(.accepted, Self.target)
        bench.acts.removeAll()
        bench.fill(Self.target, .target, .sell, 96_000, position: 4_000)
        bench.say(.expired, Self.stop)
        bench.wait(60)
        #expect(bench.asked.isEmpty && bench.keeper.pieces.map(\.id) == [Self.target] && !bench.trade.stop.isTold)
        var exit = OrderIntent()
        (exit.symbol, exit.side, exit.quantity) = (Self.symbol, .sell, Quantity(raw: 4_000))
        bench.keeper.exits = [OrderRecord(intent: exit, status: .new, created: bench.time)]
        bench.wait(1)
        #expect(bench.asked == [cancel(Self.target)])
    }

    @Test func `a target that was filled in part is taken back by its own name, and a list for the rest follows`() {
        var bench = Bench()
        bench.say(.accepted, Self.stop)
        bench.say(.accepted, Self.target)
        bench.acts.removeAll()
        bench.fill(Self.target, .target, .sell, 40_000, position: 60_000)
        #expect(bench.asked == [cancel(Self.target)])
        bench.say(.expired, Self.stop)
        bench.say(.cancelled, Self.target)
        #expect(bench.asked.last?.verb == .place && bench.keeper.pieces.map(\.quantity.raw) == [60_000, 60_000])
    }

    @Test func `a sixth trade is in the list of another before that is laid`() {
        var bench = Bench()
        for number in 1...5 {
            var entry = OrderIntent()
            (entry.clientOrderID, entry.symbol) = (ClientOrderID(signal: Label(clipping: "b\(number)"), leg: 1), Self.symbol)
            (entry.stopLoss, entry.takeProfit) = (Price(98_000 - 100 * number), Price(103_000))
            bench.acts.removeAll()
            bench.fill(entry.clientOrderID, .entry, .buy, 100_000, position: Int64(number + 1) * 100_000, entry)
        }
        // The fifth is in flight; its next size is for both.
        #expect(bench.asked.isEmpty)
        bench.say(.accepted, ClientOrderID(signal: "b4", leg: 90))
        bench.say(.accepted, ClientOrderID(signal: "b4", leg: 91))
        #expect(bench.asked == [cancel(ClientOrderID(signal: "b4", leg: 90))])
        #expect(bench.keeper.trades.rows.map(\.quantity.raw) == [100_000, 100_000, 100_000, 100_000, 200_000, 0])
    }
}
