import Configuration
import Market
import Messages
import PaperVenue
import Stages
import Testing

@testable import Executor

/// The executor before a venue that keeps no stops: what is held is protected all the same.
@Suite struct BracketTests {
    static let venues: [VenueAbilities] = [[], .attachedStops, .oneCancelsOther]

    private static func btc(_ quantity: Double) -> Quantity { Quantity(quantity) ?? .zero }

    private func desk(_ abilities: VenueAbilities = []) -> LimitedDesk {
        var desk = LimitedDesk(abilities)
        desk.candle(100_000, 100_000, 100_000, 100_000)
        return desk
    }

    /// One that holds 0.003 BTC of signal "a".
    private func holding(_ abilities: VenueAbilities = []) -> LimitedDesk {
        var desk = desk(abilities)
        desk.submit("a", 0.003)
        desk.candle(100_000, 100_500, 99_500, 100_000)
        return desk
    }

    @Test(arguments: venues)
    func `an entry goes plain, and its stop and target follow its fill`(_ abilities: VenueAbilities) {
        var desk = desk(abilities)
        desk.submit("a", 0.003)
        #expect(desk.placed(.entry).allSatisfy { $0.stopLoss.present == nil && $0.takeProfit.present == nil })
        desk.candle(100_000, 100_500, 99_500, 100_000)
        #expect(desk.held == Self.btc(0.003))
        #expect(desk.rests(.stop) == [desk.held] && desk.rests(.target) == [desk.held])
        #expect(desk.order("a", ClientOrderID.stopLeg)?.status == .new)
        #expect(desk.order("a", ClientOrderID.stopLeg)?.intent.price == Price(99_000))
        #expect(desk.order("a", ClientOrderID.targetLeg)?.intent.price == Price(103_000))
    }

    @Test(arguments: venues)
    func `a stop grows with each part that is filled, the new one before the old one goes`(
        _ abilities: VenueAbilities
    ) throws {
        var desk = desk(abilities)
        desk.submit("a", 0.004)
        desk.candle(100_000, 100_100, 99_900, 100_000, quoteVolume: 2_500)
        let first = desk.held
        #expect(first.isPositive && first < Self.btc(0.004) && desk.rests(.stop) == [first])
        desk.submit("a", 0.002, leg: 2)
        desk.candle(100_000, 100_100, 99_900, 100_000)
        #expect(desk.held > first && desk.rests(.stop) == [desk.held] && desk.rests(.target) == [desk.held])
        #expect(desk.order("a", ClientOrderID.stopLeg)?.openQuantity == desk.held)
        let names = desk.placed(.stop).map(\.clientOrderID)
        #expect(Set(names).count == names.count && names.first?.leg == ClientOrderID.stopLeg)
        let grown = try #require(desk.asks.lastIndex { $0.id == RequestID(names[names.count - 1], .place) })
        let cancelled = try #require(desk.asks.firstIndex { $0.id == RequestID(names[0], .venueCancel) })
        #expect(grown < cancelled)
    }

    @Test func `an entry that is taken back after a part keeps the stop of that part`() {
        var desk = desk()
        desk.submit("a", 0.004)
        desk.candle(100_000, 100_100, 99_900, 100_000, quoteVolume: 2_500)
        var order = CancelOrder()
        order.clientOrderID = ClientOrderID(signal: "a", leg: 1)
        order.expires = .never
        desk.step([(.executor, .request(RequestID("x", .cancel), .cancel(order)))])
        desk.candle(100_000, 100_100, 99_900, 100_000)
        #expect(desk.held.isPositive && desk.rests(.stop) == [desk.held])
    }

    @Test(arguments: venues, [1, 2])
    func `the stop that is filled takes the target with it, told once or twice`(
        _ abilities: VenueAbilities, _ times: Int
    ) {
        var desk = holding(abilities)
        desk.eventTimes = times
        desk.candle(100_000, 100_000, 98_000, 98_500)
        #expect(desk.fills.map(\.purpose) == [.entry, .stop])
        #expect(desk.held.isZero && desk.rests(.stop).isEmpty && desk.rests(.target).isEmpty)
        #expect(desk.order("a", ClientOrderID.stopLeg)?.status == .filled)
        #expect(desk.order("a", ClientOrderID.targetLeg)?.status == .cancelled)
        #expect(desk.order("a", ClientOrderID.targetLeg)?.reason.code == .stopTouched)
    }

    @Test(arguments: venues)
    func `the target that is filled takes the stop with it`(_ abilities: VenueAbilities) {
        var desk = holding(abilities)
        desk.candle(100_000, 104_000, 100_000, 103_500)
        #expect(desk.fills.map(\.purpose) == [.entry, .target])
        #expect(desk.held.isZero && desk.rests(.stop).isEmpty && desk.rests(.target).isEmpty)
        #expect(desk.order("a", ClientOrderID.stopLeg)?.status == .cancelled)
    }

    @Test(arguments: venues)
    func `stop and target in one candle never turn the position`(_ abilities: VenueAbilities) {
        var desk = holding(abilities)
        desk.candle(100_000, 104_000, 98_000, 100_000)
        desk.wait(60)
        #expect(desk.held.isZero && desk.rests(.stop).isEmpty && desk.rests(.target).isEmpty)
        #expect(desk.executor.inner.books[SymbolID(0)].quantity.isZero)
    }

    @Test func `a stop that is filled in part leaves stop and target for the rest`() {
        var desk = holding()
        desk.candle(98_900, 98_950, 98_800, 98_900, quoteVolume: 1_500)
        let left = desk.held
        #expect(left.isPositive && left < Self.btc(0.003))
        #expect(desk.rests(.stop) == [left] && desk.rests(.target) == [left])
    }

    @Test(arguments: venues)
    func `an exit while stops rest makes them smaller, and the last one ends them`(_ abilities: VenueAbilities) {
        var desk = holding(abilities)
        desk.exit("a", 0.001)
        desk.candle(100_000, 100_100, 99_900, 100_000)
        #expect(desk.held == Self.btc(0.002))
        #expect(desk.rests(.stop) == [desk.held] && desk.rests(.target) == [desk.held])
        #expect(desk.order("a", ClientOrderID.stopLeg)?.openQuantity == desk.held)
        desk.exit("b", 0.002)
        desk.candle(100_000, 100_100, 99_900, 100_000)
        #expect(desk.held.isZero && desk.rests(.stop).isEmpty && desk.rests(.target).isEmpty)
        #expect(desk.order("a", ClientOrderID.stopLeg)?.reason.code == .exited)
    }

    @Test(arguments: [LimitedDesk.Fate.lost, .answerLost, .neverSent])
    func `a stop without an answer is asked about, and rests once`(_ fate: LimitedDesk.Fate) {
        var desk = desk()
        desk.submit("a", 0.003)
        desk.fate = { $0.order.bracketLeg != nil && $0.verb == .place ? fate : .delivered }
        desk.candle(100_000, 100_100, 99_900, 100_000, quoteVolume: 1e9)
        desk.fate = { _ in .delivered }
        for _ in 0..<3 { desk.wait(10) }
        #expect(desk.rests(.stop) == [desk.held] && desk.rests(.target) == [desk.held])
        let asked = desk.asks.map(\.id).filter { $0.order.leg == ClientOrderID.stopLeg }.map(\.verb)
        if fate == .answerLost { #expect(asked.count { $0 == .place } == 1) }
        if fate == .lost { #expect(asked.prefix(3) == [.place, .venueQuery, .place]) }
    }

    @Test func `a cancel without an answer is asked for again`() {
        var desk = holding()
        desk.fate = { $0.verb == .venueCancel ? .lost : .delivered }
        desk.candle(100_000, 104_000, 100_000, 103_500)
        #expect(desk.held.isZero && !desk.rests(.stop).isEmpty)
        desk.fate = { _ in .delivered }
        desk.wait(10)
        #expect(desk.rests(.stop).isEmpty)
    }

    @Test(arguments: venues)
    func `a restart without a journal knows what rests and places nothing twice`(_ abilities: VenueAbilities) {
        var desk = desk(abilities)
        desk.submit("a", 0.004)
        desk.candle(100_000, 100_100, 99_900, 100_000, quoteVolume: 2_500)
        desk.candle(100_000, 100_100, 99_900, 100_000)
        desk.crash()
        #expect(desk.placed(.stop).isEmpty && desk.placed(.target).isEmpty)
        #expect(desk.rests(.stop) == [desk.held] && desk.rests(.target) == [desk.held])
        desk.candle(100_000, 104_000, 100_000, 103_500)
        #expect(desk.held.isZero && desk.rests(.stop).isEmpty)
    }

    @Test func `a restart places the stop that died with the process`() {
        var desk = desk()
        desk.submit("a", 0.003)
        desk.fate = { $0.order.bracketLeg != nil ? .lost : .delivered }
        desk.candle(100_000, 100_100, 99_900, 100_000)
        #expect(desk.rests(.stop).isEmpty && desk.held.isPositive)
        desk.crash()
        #expect(desk.rests(.stop) == [desk.held] && desk.rests(.target) == [desk.held])
    }

    @Test(arguments: venues)
    func `a start with new books takes on the stop and target of what is held`(_ abilities: VenueAbilities) {
        var desk = holding(abilities)
        desk.crash(keepsBooks: false)
        #expect(desk.held == Self.btc(0.003) && desk.executor.inner.books[SymbolID(0)].quantity == desk.held)
        #expect(desk.rests(.stop) == [desk.held] && desk.rests(.target) == [desk.held])
        #expect(desk.placed(.stop).isEmpty && desk.placed(.target).isEmpty)
        #expect(desk.order("a", ClientOrderID.stopLeg)?.openQuantity == desk.held)
        desk.candle(100_000, 100_000, 98_000, 98_500)
        #expect(desk.held.isZero && desk.rests(.target).isEmpty)
    }

    @Test func `a start with new books leaves a position without orders of its own as it is`() {
        var desk = holding()
        for leg in [ClientOrderID.stopLeg, ClientOrderID.targetLeg] {
            var order = CancelOrder()
            order.clientOrderID = ClientOrderID(signal: "a", leg: leg)
            desk.step([(.venue, .request(RequestID("hand", .venueCancel), .venueCancel(order)))])
        }
        desk.crash(keepsBooks: false)
        desk.wait(60)
        #expect(desk.held == Self.btc(0.003) && desk.rests(.stop).isEmpty && desk.rests(.target).isEmpty)
    }

    @Test func `what is held whose stop nobody knows any more is told once, and keeps entries out until it is closed`() {
        var desk = desk()
        desk.submit("a", 0.003)
        desk.fate = { $0.order.bracketLeg != nil ? .neverSent : .delivered }
        desk.candle(100_000, 100_100, 99_900, 100_000)
        #expect(desk.held.isPositive && desk.rests(.stop).isEmpty)
        desk.crash { if case .order = $0 { true } else { false } }
        desk.fate = { _ in .delivered }
        for _ in 0..<5 { desk.wait(1) }
        #expect(desk.alerts.count { $0 == .stopNotResting } == 1 && desk.rests(.stop).isEmpty)
        desk.submit("b", 0.001)
        #expect(desk.order("b")?.reason.text.contains("its stop is lost") == true, "\(String(describing: desk.order("b")))")
        desk.candle(100_000, 100_100, 99_900, 100_000)
        desk.exit("close", 0.003)
        desk.candle(100_000, 100_100, 99_900, 100_000)
        desk.submit("c", 0.001)
        #expect(desk.held.isZero && desk.order("c")?.status != .rejected)
    }

    @Test func `a stop that is refused on and on is tried ever more seldom, told, and keeps entries out`() throws {
        var desk = desk()
        desk.submit("a", 0.003)
        desk.fate = { $0.order.bracketLeg == ClientOrderID.stopLeg && $0.verb == .place ? .neverSent : .delivered }
        desk.candle(100_000, 100_100, 99_900, 100_000)
        var moments: [Timestamp] = []
        for _ in 0..<1_200 {
            let before = desk.placed(.stop).count
            desk.wait(1)
            if desk.placed(.stop).count > before { moments.append(desk.time) }
        }
        let gaps = zip(moments.dropFirst(), moments).map { $0 - $1 }
        #expect(gaps.count > 20 && gaps == gaps.sorted() && gaps.last == BracketKeeper.longestRetry, "\(gaps)")
        #expect(desk.alerts.count { $0 == .stopNotResting } >= gaps.count - 3)
        desk.submit("b", 0.001)
        #expect(desk.order("b")?.status == .rejected && desk.order("b")?.reason.code == .stopNotResting)
        desk.fate = { _ in .delivered }
        desk.wait(60)
        #expect(desk.rests(.stop) == [desk.held])
        desk.submit("c", 0.001)
        #expect(desk.order("c")?.status != .rejected)
    }

    @Test(arguments: venues)
    func `books that a fill overtook take no stop for gone`(_ abilities: VenueAbilities) {
        var desk = holding(abilities)
        desk.submit("b", 0.001)
        let placed = desk.placed(.stop).map(\.clientOrderID.signal)
        // The link comes back, and an entry is filled before the venue answers for its books.
        desk.candle(100_000, 100_100, 99_900, 100_000, and: [(.executor, .link(.venue, .up))])
        #expect(desk.held == Self.btc(0.004) && placed == ["a"])
        #expect(desk.placed(.stop).map(\.clientOrderID.signal) == ["a", "b"])
        #expect(desk.rests(.stop).sorted() == [Self.btc(0.001), Self.btc(0.003)])
        #expect(desk.rests(.target).sorted() == [Self.btc(0.001), Self.btc(0.003)])
    }

    @Test func `what the venue holds beyond the trades is protected with the newest`() {
        var trades = BracketTrades(Settings.standard.instruments, .apart)
        for signal in ["a", "b"] as [Label] {
            let place = trades.place(of: signal, SymbolID(0), closing: .sell)
            trades[place].quantity = Self.btc(0.001)
            trades[place].stop.price = Price(99_000)
        }
        trades.fillUp(SymbolID(0), to: Self.btc(0.005))
        #expect(trades.rows.map(\.quantity) == [Self.btc(0.001), Self.btc(0.004)])
        for held in [Self.btc(0.005), Self.btc(0.003), Self.btc(-0.01), .zero] {
            trades.fillUp(SymbolID(0), to: held)
            #expect(trades.rows.map(\.quantity) == [Self.btc(0.001), Self.btc(0.004)])
        }
    }

    @Test func `a restart after the trade is over takes back what still rests`() {
        var desk = holding()
        desk.fate = { $0.verb == .venueCancel ? .lost : .delivered }
        desk.candle(100_000, 104_000, 100_000, 103_500)
        #expect(!desk.rests(.stop).isEmpty)
        desk.crash()
        #expect(desk.held.isZero && desk.rests(.stop).isEmpty)
        #expect(desk.order("a", ClientOrderID.stopLeg)?.status == .cancelled)
    }

    @Test func `a stop that somebody took back at the venue is placed anew`() {
        var desk = holding()
        var order = CancelOrder()
        order.clientOrderID = ClientOrderID(signal: "a", leg: ClientOrderID.stopLeg)
        desk.step([(.venue, .request(RequestID("hand", .venueCancel), .venueCancel(order)))])
        #expect(desk.rests(.stop).isEmpty)
        desk.wait(2)
        #expect(desk.rests(.stop) == [desk.held])
    }

    @Test func `a stop that a person takes back through the executor stays away`() {
        var desk = holding()
        var order = CancelOrder()
        order.clientOrderID = ClientOrderID(signal: "a", leg: ClientOrderID.stopLeg)
        order.expires = .never
        desk.step([(.executor, .request(RequestID("x", .cancel), .cancel(order)))])
        desk.wait(60)
        #expect(desk.rests(.stop).isEmpty && desk.rests(.target) == [desk.held])
        #expect(desk.order("a", ClientOrderID.stopLeg)?.status == .cancelled)
    }

    @Test func `two signals of a pair keep a stop each, and the older one pays for an exit`() {
        var desk = holding()
        desk.submit("b", 0.002)
        desk.candle(100_000, 100_100, 99_900, 100_000)
        #expect(desk.rests(.stop).sorted() == [Self.btc(0.002), Self.btc(0.003)])
        desk.exit("b", 0.003)
        desk.candle(100_000, 100_100, 99_900, 100_000)
        #expect(desk.rests(.stop) == [Self.btc(0.002)] && desk.held == Self.btc(0.002))
    }

    @Test func `a short position is protected by buying`() {
        var desk = desk()
        desk.submit("a", 0.003, side: .sell, target: 97_000)
        desk.candle(100_000, 100_100, 99_900, 100_000)
        #expect(desk.held == Self.btc(-0.003) && desk.rests(.stop) == [desk.held.magnitude])
        desk.candle(100_000, 101_500, 100_000, 101_400)
        #expect(desk.held.isZero && desk.rests(.target).isEmpty)
    }

    @Test func `it goes on as it was saved`() throws {
        var desk = desk()
        desk.submit("a", 0.004)
        desk.candle(100_000, 100_100, 99_900, 100_000, quoteVolume: 2_500)
        var writer = StateWriter()
        desk.executor.save(into: &writer)
        var reader = StateReader(writer.bytes)
        var copy = BracketedExecutor(settings: desk.settings)
        try copy.restore(from: &reader)
        #expect(copy.keeper.pieces.map(\.id) == desk.executor.keeper.pieces.map(\.id))
        #expect(!copy.keeper.pieces.isEmpty && copy.keeper.awaited.isEmpty)
        desk.executor = copy
        desk.submit("a", 0.002, leg: 2)
        desk.candle(100_000, 100_100, 99_900, 100_000)
        #expect(desk.rests(.stop) == [desk.held])
    }

    @Test func `names of sizes are within the exchange's and tell stop from target`() {
        var names: Set<UInt8> = []
        for size in 0...ClientOrderID.bracketSizes {
            for purpose in [Purpose.stop, .target] {
                let id = ClientOrderID(purpose, of: "a", size: size)
                names.insert(id.leg)
                #expect(id.bracketLeg == (purpose == .stop ? ClientOrderID.stopLeg : ClientOrderID.targetLeg))
                #expect(id.bracketSize == size && !id.mayBeSubmitted(as: .exit))
            }
        }
        #expect(names.count == 2 * (ClientOrderID.bracketSizes + 1))
        for leg: UInt8 in [0, 1, 89, 92, 95, 99] { #expect(ClientOrderID(signal: "a", leg: leg).bracketLeg == nil) }
    }
}
