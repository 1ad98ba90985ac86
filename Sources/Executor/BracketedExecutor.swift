import Configuration
import Market
import Messages
import Stages

/// The executor before a venue that can't keep stops and targets by itself (decision 40): it asks and hears
/// as before one that can, and `BracketKeeper` does the rest with plain orders.
///
/// It is one stage: what the venue says of the keeper's orders is in the journal like all else, and the
/// keeper's state in the snapshot. Records it has none: what it must know again follows from the executor's.
public struct BracketedExecutor: Stage, HaltReporting {
    public static let rank = ProcessRank.executor
    private static let timer = TimerID(2)

    private(set) var inner: ExecutorStage
    private(set) var keeper: BracketKeeper
    /// For when the timer is set.
    private var wakeAt = Timestamp.never
    /// What the keeper wants done by the input at hand, and what the executor asks of its stops and targets.
    private var acts: [BracketAct] = []
    private var held: [(id: RequestID, message: Message)] = []

    /// Whether trading is halted here, why and since when.
    public var haltRecord: HaltRecord { inner.haltRecord }

    /// - Parameter layout: how the venue takes a stop and a target.
    public init(settings: Settings, layout: BracketLayout = .apart) {
        inner = ExecutorStage(settings: settings)
        keeper = BracketKeeper(settings.instruments, layout)
    }

    public mutating func handle(_ input: Envelope, into effects: inout Effects) {
        switch input.input {
        case .message: hear(input, &effects)
        case .answered(let id, .venueAnswer(let answer)) where concernsBracket(id):
            keeper.hear(answer, to: id, at: input.time, &acts)
        case .unanswered(let id, let why) where concernsBracket(id):
            keeper.missed(id, why, at: input.time, &acts)
        case .answered(_, .venueHolding(let holding)):
            let wasAwaited = inner.reconciliation.awaitsBooks(of: holding.symbol)
            pass(input, &effects)
            // What a fill overtook was asked for again by now, and has not named what rests yet.
            if wasAwaited, !inner.reconciliation.awaitsBooks(of: holding.symbol) { hear(holding) }
        case .woken(Self.timer):
            wakeAt = .never
            keeper.wake(at: input.time, &acts)
        case .joined:
            remember()
            pass(input, &effects)
        default: pass(input, &effects)
        }
        finish(input, &effects)
    }

    private mutating func hear(_ input: Envelope, _ effects: inout Effects) {
        guard case .venueEvent(let event) = input.message, event.clientOrderID.bracketLeg != nil else {
            return pass(input, &effects)
        }
        guard let told = keeper.hear(event, at: input.time, &acts) else { return }
        pass(input.saying(told), of: event.clientOrderID, &effects)
    }

    private mutating func hear(_ holding: VenueHolding) {
        guard holding.symbol.int < inner.books.count else { return }
        let position = inner.books[holding.symbol].quantity
        let reason = Reason(
            .positionDiffers, found: holding.quantity.double, limit: position.double)
        keeper.booksTold(of: holding.symbol, position: position, reason)
    }

    /// What the executor has of a life before: prices of the trades that its fills make.
    private mutating func remember() {
        for record in inner.ledger.history.newest(OrderHistory.capacity * 2) { keeper.remember(record) }
        for record in inner.ledger.open { keeper.remember(record) }
    }

    private func concernsBracket(_ id: RequestID) -> Bool {
        switch id.verb {
        case .place, .venueCancel, .venueQuery: id.order.bracketLeg != nil
        default: false
        }
    }

    // MARK: - Between executor and venue

    /// Lets the executor handle an input; what it wants leaves, but for what concerns stops and targets.
    private mutating func pass(
        _ input: Envelope, of piece: ClientOrderID? = nil, _ effects: inout Effects
    ) {
        var said = Effects()
        inner.handle(input, into: &said)
        for effect in said.list {
            switch effect {
            case .ask(let peer, let id, let message, let limit):
                if peer == .venue, concernsBracket(id) {
                    held.append((id, message))
                } else if keeper.layout == .together, case .place(let intent) = message, intent.reduces {
                    keeper.hold(intent)
                } else {
                    effects.ask(peer, id, plain(message), answerBy: limit)
                }
            case .store(let place):
                effects.store(said.records[place])
                if case .fill(let fill) = said.records[place] { take(fill, of: piece, &effects) }
            case .publish(let message, let causes): effects.publish(message, because: causes)
            case .answer(let id, let message): effects.answer(id, message)
            case .unanswer(let id, let why): effects.unanswer(id, why)
            case .link(let state): effects.link(state)
            case .wake(let id, let time): effects.wake(id, at: time)
            }
        }
    }

    /// What a venue is asked that keeps no stops: an order without them.
    private mutating func plain(_ message: Message) -> Message {
        switch message {
        case .place(var intent):
            (intent.stopLoss, intent.takeProfit) = (.absent, .absent)
            return .place(intent)
        case .venueBooks(let query): keeper.booksAsked(of: query.symbol)
        default: break
        }
        return message
    }

    /// A fill that was booked. A stop or target that ended a signal's trade takes what still waits of the
    /// same signal with it.
    private mutating func take(_ fill: Fill, of piece: ClientOrderID?, _ effects: inout Effects) {
        let entry = fill.purpose == .entry ? inner.ledger[fill.clientOrderID]?.intent : nil
        keeper.take(fill, of: piece, entry: entry)
        guard fill.purpose == .stop || fill.purpose == .target else { return }
        for record in inner.ledger.open where !record.intent.reduces && record.intent.symbol == fill.symbol {
            let id = record.intent.clientOrderID
            guard id.signal == fill.clientOrderID.signal else { continue }
            var order = CancelOrder()
            (order.clientOrderID, order.symbol, order.reason) = (id, fill.symbol, Reason(closing: fill))
            effects.ask(.venue, RequestID(id, .venueCancel), .venueCancel(order))
        }
    }

    /// Carries out what the keeper wants, which may lead to more, until nothing is left.
    private mutating func finish(_ input: Envelope, _ effects: inout Effects) {
        var isSettled = false
        while !isSettled || !held.isEmpty || !acts.isEmpty {
            for ask in held { answer(ask.id, ask.message, input, &effects) }
            keeper.exits = exits
            markPrices()
            keeper.settle(at: input.time, &acts)
            isSettled = true
            let wanted = acts
            acts.removeAll(keepingCapacity: true)
            for act in wanted {
                switch act {
                case .ask(let id, let message): effects.ask(.venue, id, message)
                case .tell(let event): pass(input.saying(event), &effects)
                case .alert(let alert): effects.publish(.alert(alert))
                }
            }
        }
        inner.alarm = keeper.alarm
        guard keeper.due != wakeAt, keeper.due != .never else { return }
        wakeAt = keeper.due
        effects.wake(Self.timer, at: wakeAt)
    }

    /// The keeper knows prices as the executor's books do.
    private mutating func markPrices() {
        for place in 0..<inner.books.count {
            let symbol = SymbolID(place)
            keeper.trades.mark(symbol, at: inner.books[symbol].mark)
        }
    }

    /// Exits under way, of which a venue must know that locks what is for sale.
    private var exits: [OrderRecord] {
        guard keeper.layout == .together else { return [] }
        return inner.ledger.open.filter { $0.intent.reduces && !$0.isBracket }
    }

    /// The executor asks about a stop or target, which is the keeper's: how it stands is told as it changes.
    private mutating func answer(
        _ id: RequestID, _ message: Message, _ input: Envelope, _ effects: inout Effects
    ) {
        held.removeFirst()
        if case .venueCancel(let order) = message { keeper.release(order) }
        var answer = VenueAnswer()
        (answer.clientOrderID, answer.status) = (id.order, .pending)
        pass(input.with(.answered(id, .venueAnswer(answer))), &effects)
    }

    // MARK: - State

    public mutating func recover(_ record: Record) {
        inner.recover(record)
        if case .fill(let fill) = record { keeper.take(fill) }
    }

    public func save(into writer: inout StateWriter) {
        inner.save(into: &writer)
        keeper.save(into: &writer)
        writer.write(wakeAt)
    }

    public mutating func restore(from reader: inout StateReader) throws(StateError) {
        try inner.restore(from: &reader)
        try keeper.restore(from: &reader)
        markPrices()
        inner.alarm = keeper.alarm
        wakeAt = try reader.read()
    }
}

extension Envelope {
    /// The same moment with another input.
    fileprivate func with(_ input: Input) -> Envelope {
        Envelope(input, at: time, id: id, isWarmUp: isWarmUp)
    }

    /// The same moment with an event of the venue's.
    fileprivate func saying(_ event: VenueEvent) -> Envelope { with(.message(.venueEvent(event))) }
}
