import Configuration
import Market
import Messages
import PaperVenue
import Stages

@testable import Executor

/// The executor before a venue of plain orders, driven in rounds as a host does.
struct LimitedDesk: Rounds {
    /// What becomes of an ask.
    enum Fate { case delivered, answerLost, lost, neverSent }

    var settings = Settings.standard
    let abilities: VenueAbilities
    var executor: BracketedExecutor
    var venue: PaperVenueStage
    var time = Timestamp(nanoseconds: 1_746_316_800_000_000_000)
    var records: [Record] = []
    var said: [Message] = []
    /// What the executor asked the venue, in order.
    var asks: [(id: RequestID, message: Message)] = []
    var wakes: [(id: TimerID, at: Timestamp)] = []
    /// What the venue says, as often as here.
    var eventTimes = 1
    var fate: @Sendable (RequestID) -> Fate = { _ in .delivered }
    /// Numbers by which asks and answers about stops and targets get lost, a fifth each; none where it is `nil`.
    var chance: SplitMix64?
    private var causes: UInt64 = 1

    init(_ abilities: VenueAbilities = [], joined: Bool = true) {
        self.abilities = abilities
        executor = BracketedExecutor(settings: settings)
        venue = PaperVenueStage(settings: settings, abilities: abilities)
        if joined { step([(.executor, .joined), (.venue, .joined)]) }
    }

    mutating func deliver(_ input: Input, to rank: ProcessRank, _ next: inout [(ProcessRank, Input)]) {
        causes += 1
        let envelope = Envelope(input, at: time, id: EventID(raw: causes))
        let effects = rank == .executor ? executor.effects(of: envelope) : venue.effects(of: envelope)
        for effect in effects.list {
            switch effect {
            case .publish(let message, _):
                said.append(message)
                guard case .venueEvent = message else { continue }
                for _ in 0..<eventTimes { next.append((.executor, .message(message))) }
            case .ask(_, let id, let message, _): ask(id, message, &next)
            case .answer(let id, let message):
                guard rank == .venue else { continue }
                if isLost(id) || fate(id) == .answerLost {
                    next.append((.executor, .unanswered(id, .timedOut)))
                } else {
                    next.append((.executor, .answered(id, message)))
                }
            case .wake(let id, let due):
                wakes.removeAll { $0.id == id }
                wakes.append((id, due))
            case .store(let place): records.append(effects.records[place])
            case .unanswer, .link: break
            }
        }
    }

    private mutating func ask(_ id: RequestID, _ message: Message, _ next: inout [(ProcessRank, Input)]) {
        asks.append((id, message))
        if isLost(id) { return next.append((.executor, .unanswered(id, .timedOut))) }
        switch fate(id) {
        case .delivered, .answerLost: next.append((.venue, .request(id, message)))
        case .lost: next.append((.executor, .unanswered(id, .timedOut)))
        case .neverSent: next.append((.executor, .unanswered(id, .peerMissing)))
        }
    }

    private mutating func isLost(_ id: RequestID) -> Bool {
        id.order.bracketLeg != nil && chance?.next().isMultiple(of: 5) == true
    }

    // MARK: - What happens

    mutating func candle(
        _ open: Double, _ high: Double, _ low: Double, _ close: Double, quoteVolume: Double = 1e9,
        and before: [(ProcessRank, Input)] = []
    ) {
        let start = time
        time = time + .minutes(1)
        let price = { (value: Double) in Price(value) ?? .zero }
        let candle = Candle(
            openTime: start, closeTime: time, open: price(open), high: price(high), low: price(low),
            close: price(close), volume: 1, quoteVolume: quoteVolume)
        let message = Message.kline(Kline(SymbolID(0), .m1, candle))
        step(before + [(.executor, .message(message)), (.venue, .message(message))])
    }

    /// Time goes on, and what is due is done.
    mutating func wait(_ seconds: Int64) {
        time = time + .seconds(seconds)
        let due = wakes.filter { $0.at <= time }
        wakes.removeAll { $0.at <= time }
        step(due.map { (.executor, .woken($0.id)) })
    }

    mutating func submit(_ signal: Label, _ quantity: Double, leg: UInt8 = 1, side: Side = .buy, target: Double = 103_000) {
        var order = SubmitOrder()
        order.intent.clientOrderID = ClientOrderID(signal: signal, leg: leg)
        order.intent.symbol = SymbolID(0)
        order.intent.side = side
        order.intent.quantity = Quantity(quantity) ?? .zero
        order.intent.referencePrice = venue.symbols[0].mark
        order.intent.stopLoss = Price(side == .buy ? 99_000.0 : 101_000) ?? .absent
        order.intent.takeProfit = Price(target) ?? .absent
        order.intent.expires = time + .minutes(10)
        order.approvedQuantity = Quantity(0.02) ?? .zero
        order.approvalExpires = time + .minutes(1)
        step([(.executor, .request(RequestID(signal, leg: leg, .submit), .submit(order)))])
    }

    mutating func exit(_ signal: Label, _ quantity: Double) {
        var order = SubmitOrder()
        order.intent.clientOrderID = ClientOrderID(signal: signal, leg: ClientOrderID.exitLeg)
        order.intent.symbol = SymbolID(0)
        order.intent.side = .sell
        order.intent.purpose = .exit
        order.intent.quantity = Quantity(quantity) ?? .zero
        order.intent.expires = time + .minutes(10)
        step([(.executor, .request(RequestID(signal, .submit), .submit(order)))])
    }

    /// Kill -9 and a new start with the newest records alone; without books the executor has none of them.
    mutating func crash(keepsBooks: Bool = true, losing isLost: (Record) -> Bool = { _ in false }) {
        var again = LimitedDesk(abilities, joined: false)
        again.time = time
        again.records = records
        again.chance = chance
        again.eventTimes = eventTimes
        var orders: [String: Record] = [:]
        for record in records {
            switch record {
            case .order(let row): orders["o\(row.intent.clientOrderID.text)"] = record
            case .venueOrder(let row): orders["v\(row.intent.clientOrderID.text)"] = record
            case .account(let row): orders["a\(row.asset)"] = record
            case .venuePosition(let row): orders["p\(row.symbol.index)"] = record
            case .fill: break
            default: break
            }
        }
        let newest = orders.sorted { $0.key < $1.key }.map(\.value)
        for record in newest + records.filter({ if case .fill = $0 { true } else { false } }) {
            if keepsBooks, !isLost(record) { again.executor.recover(record) }
            again.venue.recover(record)
        }
        again.step([(.executor, .joined), (.venue, .joined)])
        self = again
    }

    // MARK: - What was seen

    var held: Quantity { venue.symbols[0].position.quantity }
    func rests(_ purpose: Purpose) -> [Quantity] {
        venue.rows.map(\.order.intent).filter { $0.purpose == purpose }.map(\.quantity)
    }
    func order(_ signal: Label, _ leg: UInt8 = 1) -> OrderRecord? {
        executor.inner.ledger[ClientOrderID(signal: signal, leg: leg)]
    }
    var alerts: [ReasonCode] {
        said.compactMap { if case .alert(let alert) = $0 { alert.reason.code } else { nil } }
    }
    var fills: [Fill] { said.compactMap { if case .fill(let fill) = $0 { fill } else { nil } } }
    func placed(_ purpose: Purpose) -> [OrderIntent] {
        asks.compactMap { if case .place(let intent) = $0.message, intent.purpose == purpose { intent } else { nil } }
    }
}
