import Configuration
import Market
import Messages
import PaperVenue
import Stages

@testable import Executor

/// Executor and paper venue together, driven in rounds as a host does, with what they say, answer and
/// store kept for a test to look at.
struct Desk: Rounds {
    enum Fate { case delivered, answerLost, neverSent }

    var settings = Settings.standard
    var executor: ExecutorStage
    var venue: PaperVenueStage
    var time = Timestamp(nanoseconds: 1_746_316_800_000_000_000)
    var published: [Message] = []
    var answers: [Message] = []
    var records: [Record] = []
    var timers: [Timestamp] = []
    /// What happens to the requests of the executor.
    var fate = Fate.delivered
    /// Whether each event of the venue comes twice.
    var doublesEvents = false
    private var causes: UInt64 = 1

    init(_ settings: Settings = .standard, joined: Bool = true) {
        self.settings = settings
        executor = ExecutorStage(settings: settings)
        venue = PaperVenueStage(settings: settings)
        if joined { step([(.executor, .joined), (.venue, .joined)]) }
    }

    mutating func deliver(_ input: Input, to rank: ProcessRank, _ next: inout [(ProcessRank, Input)])
    {
        causes += 1
        let envelope = Envelope(input, at: time, id: EventID(raw: causes))
        let effects = rank == .executor ? executor.effects(of: envelope) : venue.effects(of: envelope)
        for effect in effects.list {
            switch effect {
            case .publish(let message, _):
                published.append(message)
                guard case .venueEvent = message else { continue }
                for _ in 0..<(doublesEvents ? 2 : 1) { next.append((.executor, .message(message))) }
            case .ask(_, let id, let message, _): ask(id, message, &next)
            case .answer(let id, let message):
                if rank == .executor {
                    answers.append(message)
                } else {
                    next.append((.executor, .answered(id, message)))
                }
            case .unanswer(let id, let why): next.append((.executor, .unanswered(id, why)))
            case .link(let state): next.append((.executor, .link(rank, state)))
            case .wake(_, let due): timers.append(due)
            case .store(let place): records.append(effects.records[place])
            }
        }
        if fate == .answerLost { next.removeAll { if case .answered = $0.1 { true } else { false } } }
    }

    private mutating func ask(_ id: RequestID, _ message: Message, _ next: inout [(ProcessRank, Input)]) {
        switch fate {
        case .delivered: next.append((.venue, .request(id, message)))
        case .answerLost:
            next.append((.venue, .request(id, message)))
            next.append((.executor, .unanswered(id, .timedOut)))
        case .neverSent: next.append((.executor, .unanswered(id, .peerMissing)))
        }
    }

    // MARK: - What happens

    /// The next minute's candle of a symbol, as both hear it.
    mutating func candle(
        _ open: Double, _ high: Double, _ low: Double, _ close: Double, symbol: Int = 0,
        quoteVolume: Double = 1e9
    ) {
        let start = time
        time = time + .minutes(1)
        let price = { (value: Double) in Price(value) ?? .zero }
        let candle = Candle(
            openTime: start, closeTime: time, open: price(open), high: price(high), low: price(low),
            close: price(close), volume: 1, quoteVolume: quoteVolume)
        hear(.kline(Kline(SymbolID(symbol), .m1, candle)))
    }

    mutating func hear(_ message: Message) {
        step([(.executor, .message(message)), (.venue, .message(message))])
    }

    @discardableResult
    mutating func request(_ message: Message, _ name: Label = "test") -> Message? {
        answers.removeAll()
        step([(.executor, .request(RequestID(name, message.kind), message))])
        return answers.first
    }

    /// Submits an order; answers what the executor says.
    @discardableResult
    mutating func submit(_ order: SubmitOrder) -> SubmitAnswer? {
        if case .submitAnswer(let answer) = request(.submit(order), order.intent.clientOrderID.signal) {
            answer
        } else {
            nil
        }
    }

    /// A child of an entry of 0.003 BTC near 100,000, with its approval.
    func entry(
        _ signal: Label, _ quantity: Double = 0.003, side: Side = .buy, leg: UInt8 = 1, symbol: Int = 0,
        stop: Double = 99_000, target: Double = 103_000, approved: Double? = nil
    ) -> SubmitOrder {
        var order = SubmitOrder()
        order.intent.clientOrderID = ClientOrderID(signal: signal, leg: leg)
        order.intent.symbol = SymbolID(symbol)
        order.intent.side = side
        order.intent.quantity = Quantity(quantity) ?? .zero
        order.intent.referencePrice = venue.symbols[symbol].mark
        order.intent.stopLoss = Price(stop) ?? .absent
        order.intent.takeProfit = Price(target) ?? .absent
        order.intent.expires = time + .minutes(10)
        order.approvedQuantity = Quantity(approved ?? quantity) ?? .zero
        order.approvalExpires = time + .minutes(1)
        return order
    }

    /// An order that closes part of a position, without approval, stop or reference.
    func exit(_ signal: Label, _ quantity: Double, side: Side = .sell, symbol: Int = 0) -> SubmitOrder {
        var order = SubmitOrder()
        order.intent.clientOrderID = ClientOrderID(signal: signal, leg: ClientOrderID.exitLeg)
        order.intent.symbol = SymbolID(symbol)
        order.intent.side = side
        order.intent.purpose = .exit
        order.intent.quantity = Quantity(quantity) ?? .zero
        order.intent.expires = time + .minutes(10)
        return order
    }

    /// Kill -9 and a new start: all that is left are the newest records of each key, or what somebody made of
    /// them meanwhile.
    mutating func crash(_ fate: Fate = .delivered, tampering: (Record) -> Record? = { $0 }) {
        var again = Desk(settings, joined: false)
        again.time = time
        for record in Self.newest(records).compactMap(tampering) {
            again.executor.recover(record)
            again.venue.recover(record)
        }
        again.records = records
        again.doublesEvents = doublesEvents
        again.fate = fate
        again.step([(.executor, .joined), (.venue, .joined)])
        self = again
    }

    private static func newest(_ records: [Record]) -> [Record] {
        var rows: [(key: String, record: Record)] = []
        for record in records {
            let key = key(of: record)
            if let place = rows.firstIndex(where: { $0.key == key }) {
                rows[place].record = record
            } else {
                rows.append((key, record))
            }
        }
        return rows.map(\.record)
    }

    private static func key(of record: Record) -> String {
        switch record {
        case .order(let order): "o\(order.intent.clientOrderID.text)"
        case .fill(let fill): "f\(fill.fillID)"
        case .funding(let payment): "u\(payment.symbol.index) \(payment.venueID)"
        case .account(let account): "a\(account.asset)"
        case .venueOrder(let order): "v\(order.intent.clientOrderID.text)"
        case .venuePosition(let position): "p\(position.symbol.index)"
        case .halt: "h"
        case .day: "d"
        }
    }

    // MARK: - What was seen

    var fills: [Fill] { published.compactMap { if case .fill(let fill) = $0 { fill } else { nil } } }
    var states: [OrderState] {
        published.compactMap { if case .orderState(let state) = $0 { state } else { nil } }
    }
    var alerts: [RiskAlert] { published.compactMap { if case .alert(let alert) = $0 { alert } else { nil } } }
    func order(_ signal: Label, _ leg: UInt8 = 1) -> OrderRecord? {
        executor.ledger[ClientOrderID(signal: signal, leg: leg)]
    }
    func position(_ symbol: Int = 0) -> Double { executor.books[SymbolID(symbol)].quantity.double }
    /// Quantity that stops rest for.
    func protected(_ symbol: Int = 0) -> Quantity {
        venue.rows.filter { $0.order.intent.symbol.int == symbol && $0.order.intent.purpose == .stop }
            .reduce(.zero) { $0 + $1.order.intent.quantity }
    }
}
