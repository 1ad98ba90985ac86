import Market
import Messages
import Stages

/// What a venue can't do (decision 40): keeps a stop and a target for exactly what is filled of each signal,
/// and takes one back as the other is filled, by plain orders that reduce. Pure, between executor and port.
///
/// - What a signal holds is a sum over the account's fills: the same live and after a restart.
/// - A stop of a new size is placed before the old one is taken back, a target after it: what is held is
///   never without a stop that was there, and never twice up for sale at its target.
/// - One order of a leg is under way at a time; what is filled meanwhile is in the next size.
/// - An outcome that nobody told is asked for. Nothing is placed before the venue has told its books.
struct BracketKeeper: Sendable {
    /// Event time until what was refused or lost is placed anew, twice as long each time, and until what has
    /// no answer is asked again.
    static let retryAfter = TimeSpan.seconds(1)
    static let longestRetry = TimeSpan.seconds(60)
    static let askAgainAfter = TimeSpan.seconds(5)

    let instruments: InstrumentTable
    let layout: BracketLayout
    var trades: BracketTrades
    var pieces: [BracketPiece] = []
    /// Pairs whose books the venue has not told since the start.
    private(set) var awaited: [SymbolID]
    /// When something is to be done without an input.
    var due = Timestamp.never
    /// Exits that wait until stops and targets let go of what they sell; where these lock it alone.
    var waiting: [OrderIntent] = []
    /// Exits under way, as the executor's books tell them.
    var exits: [OrderRecord] = []

    init(_ instruments: InstrumentTable, _ layout: BracketLayout) {
        (self.instruments, self.layout) = (instruments, layout)
        trades = BracketTrades(instruments, layout)
        awaited = instruments.symbols
    }

    /// Why nothing may enter: something is held whose stop does not come to rest.
    var alarm: Reason? { trades.alarm }

    // MARK: - What is held

    /// A fill that was booked for the first time: `piece` is the name that the venue knows its order by.
    mutating func take(_ fill: Fill, of piece: ClientOrderID? = nil, entry: OrderIntent? = nil) {
        if let place = pieces.firstIndex(where: { $0.id == piece }) {
            pieces[place].quantity -= fill.quantity
            if !pieces[place].quantity.isPositive { pieces.remove(at: place) }
        }
        if trades.isFull { forget() }
        trades.take(fill, entry: entry)
    }

    /// An order in the books, after a start: tells prices, and what the executor takes for open.
    mutating func remember(_ record: OrderRecord) { trades.remember(record) }

    // MARK: - What is to rest

    /// Wants of the venue what is missing or too much by now, and tells the executor what has come to rest.
    mutating func settle(at time: Timestamp, _ acts: inout [BracketAct]) {
        due = pieces.reduce(.never) { min($0, $1.askAgain) }
        if layout == .together { joinTrades() }
        for place in trades.rows.indices where !awaited.contains(trades[place].symbol) {
            noteBare(place, &acts)
            switch layout {
            case .apart:
                settle(place, .stop, time, &acts)
                settle(place, .target, time, &acts)
            case .together: settleTogether(place, time, &acts)
            }
        }
        if layout == .together { letGo(&acts) }
        forget()
    }

    /// What is held without a stop that could be placed, since the order that named it is lost: a person is
    /// told, and nothing enters until it is closed.
    private mutating func noteBare(_ place: Int, _ acts: inout [BracketAct]) {
        let trade = trades[place]
        guard trade.stop.price.present == nil, !trade.isBareTold, trades.closable(place).isPositive else {
            return
        }
        trades[place].isBareTold = true
        acts.append(.alert(alert(of: trades[place], BracketTrade.bare)))
    }

    private mutating func settle(
        _ place: Int, _ purpose: Purpose, _ time: Timestamp, _ acts: inout [BracketAct]
    ) {
        let (trade, leg) = (trades[place], trades[place][purpose])
        let wanted = leg.price.present == nil ? .zero : trades.closable(place)
        let own = pieces.indices.filter {
            pieces[$0].id.signal == trade.signal && pieces[$0].purpose == purpose
                && pieces[$0].symbol == trade.symbol
        }
        let fits = own.last {
            pieces[$0].state == .resting && pieces[$0].quantity == wanted && pieces[$0].side == trade.side
        }
        if wanted.isZero || fits != nil || purpose == .target {
            for other in own where other != fits && pieces[other].state == .resting {
                cancel(other, trade.reason, &acts)
            }
        }
        if fits != nil { return tellResting(place, purpose, wanted, time, &acts) }
        if wanted.isZero {
            if own.isEmpty, leg.isTold { tellEnd(place, purpose, time, &acts) }
        } else if purpose == .stop ? !own.contains(where: { pieces[$0].isInFlight }) : own.isEmpty {
            guard leg.notBefore <= time else { return due = min(due, leg.notBefore) }
            self.place(wanted, of: place, purpose, &acts)
        }
    }

    private mutating func place(
        _ quantity: Quantity, of place: Int, _ purpose: Purpose, _ acts: inout [BracketAct]
    ) {
        let trade = trades[place]
        let size = max(trade[purpose].lastSize + 1, trade.changes - 1)
        trades[place][purpose].lastSize = size
        let piece = BracketPiece(
            id: ClientOrderID(purpose, of: trade.signal, size: size), symbol: trade.symbol, purpose: purpose,
            side: trade.side, price: trade[purpose].price, quantity: quantity, state: .placing)
        pieces.append(piece)
        acts.append(.ask(RequestID(piece.id, .place), .place(piece.intent)))
    }

    mutating func cancel(_ place: Int, _ reason: Reason, _ acts: inout [BracketAct]) {
        pieces[place].state = .cancelling
        var order = CancelOrder()
        order.clientOrderID = pieces[place].id
        order.symbol = pieces[place].symbol
        order.reason = reason
        acts.append(.ask(RequestID(order.clientOrderID, .venueCancel), .venueCancel(order)))
    }

    func query(_ piece: BracketPiece, _ acts: inout [BracketAct]) {
        var query = OrderQuery()
        (query.clientOrderID, query.symbol) = (piece.id, piece.symbol)
        acts.append(.ask(RequestID(piece.id, .venueQuery), .venueQuery(query)))
    }

    mutating func tellResting(
        _ place: Int, _ purpose: Purpose, _ quantity: Quantity, _ time: Timestamp, _ acts: inout [BracketAct]
    ) {
        let leg = trades[place][purpose]
        guard !leg.isTold || leg.told != quantity else { return }
        trades[place][purpose].isTold = true
        trades[place][purpose].told = quantity
        acts.append(.tell(event(.protected, place, purpose, quantity, time)))
    }

    mutating func tellEnd(
        _ place: Int, _ purpose: Purpose, _ time: Timestamp, _ acts: inout [BracketAct]
    ) {
        trades[place][purpose].isTold = false
        var event = event(.cancelled, place, purpose, trades[place][purpose].told, time)
        event.reason = trades[place].reason
        trades[place][purpose].told = .zero
        acts.append(.tell(event))
    }

    private func event(
        _ kind: VenueEventKind, _ place: Int, _ purpose: Purpose, _ quantity: Quantity, _ time: Timestamp
    ) -> VenueEvent {
        let trade = trades[place]
        var event = VenueEvent()
        (event.kind, event.symbol, event.purpose, event.side) = (kind, trade.symbol, purpose, trade.side)
        event.clientOrderID = ClientOrderID(purpose, of: trade.signal, size: 0)
        (event.quantity, event.price) = (quantity, trade[purpose].price.present ?? .zero)
        event.openTime = time
        return event
    }

    /// Forgets the oldest trades that are over; the names that they used are remembered a while.
    private mutating func forget() {
        while trades.isFull {
            let isOver = { (place: Int) in
                let trade = trades[place]
                return !trades.closable(place).isPositive && !trade.stop.isTold && !trade.target.isTold
                    && !pieces.contains { $0.id.signal == trade.signal }
            }
            guard let place = trades.rows.indices.first(where: isOver) else { return }
            trades.remove(at: place)
        }
    }

    // MARK: - What the executor wants of its stops and targets

    /// The stop or target of a signal is taken back, for a reason.
    mutating func release(_ order: CancelOrder) {
        let signal = order.clientOrderID.signal
        guard let leg = order.clientOrderID.bracketLeg,
            let place = trades.place(of: signal)
        else { return }
        trades[place][leg == ClientOrderID.stopLeg ? .stop : .target].price = .absent
        trades[place].reason = order.reason
    }

    // MARK: - What the venue says

    /// Something that the venue says of a stop or target; answers what of it the executor is to hear.
    mutating func hear(_ event: VenueEvent, at time: Timestamp, _ acts: inout [BracketAct]) -> VenueEvent? {
        let place = pieces.firstIndex { $0.id == event.clientOrderID }
        switch event.kind {
        case .filled, .funding, .feeInBNB:
            var event = event
            event.clientOrderID.leg = event.clientOrderID.bracketLeg ?? event.clientOrderID.leg
            return event
        case .accepted, .protected: if let place { rests(place, event.quantity, at: time) }
        case .open:
            if let place { rests(place, event.quantity, at: time) } else { find(event, &acts) }
        case .expired where place.map(gaveWay) == true: if let place { pieces.remove(at: place) }
        case .cancelled, .expired, .rejected:
            if let place {
                if event.kind == .rejected { noteRefusal(of: place, event.reason) }
                lose(place, at: time, &acts)
            }
        }
        return nil
    }

    /// It rests, for what was asked or for something else: then the next one waits a moment.
    private mutating func rests(_ place: Int, _ quantity: Quantity, at time: Timestamp) {
        if let trade = trades.place(of: pieces[place].id.signal) {
            if !isAlone(place, of: trade) { trades[trade][pieces[place].purpose].losses = 0 }
            trades[trade][pieces[place].purpose].refusal = .none
        }
        if quantity.isPositive, quantity != pieces[place].quantity {
            if pieces[place].isInFlight { wait(with: pieces[place], at: time) }
            pieces[place].quantity = quantity
        }
        pieces[place].isDoubted = false
        pieces[place].askAgain = pieces[place].state == .cancelling ? pieces[place].askAgain : .never
        if pieces[place].isInFlight { pieces[place].state = .resting }
    }

    /// An order that is open at the venue and not known here: of a life before, or long over.
    private mutating func find(_ event: VenueEvent, _ acts: inout [BracketAct]) {
        guard event.symbol.int < instruments.count else { return }
        let purpose: Purpose = event.clientOrderID.bracketLeg == ClientOrderID.stopLeg ? .stop : .target
        let place = trades.place(of: event.clientOrderID.signal, event.symbol, closing: event.side)
        let piece = BracketPiece(
            id: event.clientOrderID, symbol: event.symbol, purpose: purpose, side: event.side,
            price: event.price, quantity: event.quantity, state: .found)
        trades[place][purpose].lastSize = max(trades[place][purpose].lastSize, piece.id.bracketSize)
        pieces.append(piece)
        query(piece, &acts)
    }

    /// It is not at the venue any more. Where nobody wanted that, one is placed anew, in a moment; of a stop
    /// that does not come to rest a person is told.
    private mutating func lose(_ place: Int, at time: Timestamp, _ acts: inout [BracketAct]) {
        let piece = pieces.remove(at: place)
        if layout == .together { loseListed(with: piece) }
        guard piece.state != .cancelling, piece.state != .found else { return }
        wait(with: piece, at: time)
        guard let trade = trades.place(of: piece.id.signal) else { return }
        trades[trade][piece.purpose].losses += 1
        guard piece.purpose == .stop, let reason = trades.alarm(of: trade) else { return }
        acts.append(.alert(alert(of: trades[trade], reason)))
    }

    private func alert(of trade: BracketTrade, _ reason: Reason) -> RiskAlert {
        var alert = RiskAlert()
        (alert.symbol, alert.severity, alert.signalID) = (trade.symbol, .error, trade.signal)
        alert.reason = reason
        return alert
    }

    private mutating func wait(with piece: BracketPiece, at time: Timestamp) {
        guard let trade = trades.place(of: piece.id.signal) else { return }
        let doublings = min(trades[trade][piece.purpose].losses, 6)
        let wait = TimeSpan(nanoseconds: Self.retryAfter.nanoseconds << Int64(doublings))
        trades[trade][piece.purpose].notBefore = time + min(wait, Self.longestRetry)
    }

    /// The answer to an ask about a stop or target.
    mutating func hear(
        _ answer: VenueAnswer, to id: RequestID, at time: Timestamp, _ acts: inout [BracketAct]
    ) {
        guard let place = pieces.firstIndex(where: { $0.id == id.order }) else { return }
        switch answer.status {
        case .new, .partiallyFilled, .filled:
            if pieces[place].isInFlight { pieces[place].state = .resting }
            if id.verb == .venueCancel { askLater(place, time) } else { rests(place, .zero, at: time) }
        case .rejected, .cancelled, .expired: lose(place, at: time, &acts)
        case .unknown: notFound(place, id, at: time, &acts)
        case .pending: break
        }
    }

    /// The venue doesn't know it. One that was asked for and not answered may be on its way still: it is
    /// placed again under its name, so that it is one order.
    private mutating func notFound(
        _ place: Int, _ id: RequestID, at time: Timestamp, _ acts: inout [BracketAct]
    ) {
        guard pieces[place].state == .doubtful else {
            if pieces[place].state != .placing { lose(place, at: time, &acts) }
            return
        }
        guard id.verb == .venueQuery else { return }
        if layout == .together, pieces[place].purpose == .target { return askLater(place, time) }
        pieces[place].state = .placing
        pieces[place].wasPlacedAgain = true
        acts.append(.ask(RequestID(id.order, .place), .place(intent(of: place))))
    }

    /// An ask about a stop or target gets no answer.
    mutating func missed(
        _ id: RequestID, _ why: Unanswered, at time: Timestamp, _ acts: inout [BracketAct]
    ) {
        guard let place = pieces.firstIndex(where: { $0.id == id.order }) else { return }
        guard id.verb == .place else { return askLater(place, time) }
        guard pieces[place].state == .placing else { return }
        if why == .peerMissing { return lose(place, at: time, &acts) }
        pieces[place].state = .doubtful
        if layout == .together { doubtListed(with: place, time) }
        if pieces[place].wasPlacedAgain { return askLater(place, time) }
        query(pieces[place], &acts)
    }

    mutating func askLater(_ place: Int, _ time: Timestamp) {
        guard pieces[place].state != .resting else { return }
        pieces[place].askAgain = time + Self.askAgainAfter
    }

    /// Asks again about what has no answer.
    mutating func wake(at time: Timestamp, _ acts: inout [BracketAct]) {
        for place in pieces.indices where pieces[place].askAgain <= time {
            pieces[place].askAgain = .never
            if pieces[place].state == .cancelling {
                let trade = trades.place(of: pieces[place].id.signal)
                cancel(place, trade.map { trades[$0].reason } ?? Reason(), &acts)
            } else if pieces[place].isInFlight {
                query(pieces[place], &acts)
            }
        }
    }

    // MARK: - The venue's books

    /// The venue is asked for a pair's books: it names each stop and target that it has.
    mutating func booksAsked(of symbol: SymbolID) {
        for place in pieces.indices where pieces[place].symbol == symbol {
            pieces[place].isDoubted = pieces[place].state == .resting || pieces[place].state == .cancelling
        }
    }

    /// The venue has told a pair's books: what it has not named it has not.
    mutating func booksTold(of symbol: SymbolID, position: Quantity, _ reason: Reason) {
        awaited.removeAll { $0 == symbol }
        pieces.removeAll { $0.symbol == symbol && $0.isDoubted }
        // Ours, of a life whose books are gone: what they protect is ours, too, and stays protected.
        for piece in pieces where piece.symbol == symbol && piece.state != .cancelling {
            trades.takeOn(piece, holding: position)
        }
        trades.clamp(symbol, to: position, reason)
        trades.fillUp(symbol, to: position)
    }

    // MARK: - State

    func save(into writer: inout StateWriter) {
        writer.write(trades.rows)
        writer.write(pieces)
        writer.write(awaited)
        writer.write(due)
        if layout == .together { writer.write(waiting) }
    }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        try trades.restore(from: &reader)
        pieces = try reader.readArray()
        awaited = try reader.readArray()
        due = try reader.read()
        if layout == .together { waiting = try reader.readArray() }
    }
}
