import Exchanges
import Market
import Messages
import Stages

/// What the executor asks.
extension BinanceVenueCore {
    /// Takes an ask; exactly one `answered` or `unanswered` comes of it.
    public mutating func ask(_ id: RequestID, _ message: Message, at moment: Moment) {
        guard !isGone else { return words.append(.unanswered(id, .peerMissing)) }
        take(id, message, at: moment)
        if phase != .asleep { afterwards(at: moment) }
    }

    private mutating func take(_ id: RequestID, _ message: Message, at moment: Moment) {
        let now = moment.monotonic
        asks.append(VenueAsk(id: id, askedAt: now))
        switch message {
        case .place(let intent): place(intent, id, at: moment)
        case .venueCancel(let cancel): take(cancel, at: moment)
        case .venueQuery(let query): take(query, at: moment)
        case .venueBooks(let query):
            asks[asks.count - 1].symbol = query.symbol
            if query.symbol == .none {
                requests.want(.balances, at: now)
            } else if query.symbol.int < checks.count {
                beginBooks(of: query.symbol, at: moment)
            } else {
                asks.removeLast()
                words.append(.unanswered(id, .timedOut))
            }
        default:
            asks.removeLast()
            words.append(.unanswered(id, .timedOut))
        }
    }

    private mutating func place(_ intent: OrderIntent, _ id: RequestID, at moment: Moment) {
        if isWindingDown, !intent.reduces {
            asks.removeLast()
            return words.append(.unanswered(id, .peerMissing))
        }
        guard let place = orders.place(of: intent.clientOrderID) else {
            guard let reason = refusal(of: intent) else {
                return queue(add(intent), at: moment)
            }
            asks.removeLast()
            var answer = VenueAnswer()
            (answer.clientOrderID, answer.status) = (intent.clientOrderID, .rejected)
            answer.reason = reason
            return words.append(.answered(id, .venueAnswer(answer)))
        }
        // Names of a signal's stops and targets come round; what reduces can't be doubled into a position.
        let protects = intent.purpose == .stop || intent.purpose == .target
        if protects, orders[place].phase == .ended, !orders[place].owesEnd {
            return queue(add(intent), at: moment)
        }
        // Known not to have arrived: what the executor asks for again goes out for the first time.
        if orders[place].life.apply(.wanted) {
            orders[place].take(intent)
            mirror(place)
            return queue(place, at: moment)
        }
        // It was asked for by its name alone: now it is known what it was to be.
        if orders[place].quantity.isZero { orders[place].take(intent) }
        answer(place)
    }

    /// Why an order can't be put in the exchange's words.
    private func refusal(of intent: OrderIntent) -> Reason? {
        guard settings.instruments.contains(intent.symbol) else { return Reason(.unknownSymbol) }
        // Spot's names have fewer letters.
        let letters = intent.clientOrderID.text.utf8
        let isName = settings.isFutures || !letters.contains { ".:/".utf8.contains($0) }
        guard OrderName(intent.clientOrderID) == nil || !isName else { return nil }
        return Reason(.signalIDTooLong, found: Double(letters.count), limit: Double(OrderName.limit))
    }

    /// Wants an order placed.
    mutating func queue(_ place: Int, at moment: Moment, notBefore: Int64 = .min) {
        let row = orders[place]
        let isList = row.target.present != nil
        let wish = isList ? VenueWish.placeList(row.id) : .place(row.id, exits: row.reduces)
        requests.want(wish, at: moment.monotonic, notBefore: notBefore)
    }

    private mutating func take(_ cancel: CancelOrder, at moment: Moment) {
        let place = known(cancel.clientOrderID, cancel.symbol, at: moment)
        guard orders[place].isAlive else { return answer(place) }
        orders[place].isCancelWanted = true
        orders[place].reason = cancel.reason
        pursueCancel(place, at: moment)
    }

    private mutating func take(_ query: OrderQuery, at moment: Moment) {
        let place = known(query.clientOrderID, query.symbol, at: moment)
        answer(place)
    }

    /// The place of an order; one that nobody knows here may be of a life before: the exchange is asked.
    private mutating func known(_ id: ClientOrderID, _ symbol: SymbolID, at moment: Moment) -> Int {
        if let place = orders.place(of: id) { return place }
        let place = orders.add(OutstandingOrder(id, symbol, .doubtful, on: settings.market))
        if symbol.int < trades.count {
            look(after: place, at: moment)
        } else {
            orders[place].life.apply(.told(.rejected))
        }
        return place
    }

    /// Takes an order back, where it can be by now.
    mutating func pursueCancel(_ place: Int, at moment: Moment) {
        let row = orders[place]
        guard row.isCancelWanted else { return }
        switch row.phase {
        case .waiting:
            requests.drop { $0.order == row.id && $0.isOrder }
            let other = listed(with: place)
            for one in [place, other].compactMap({ $0 }) {
                orders[one].life.apply(.told(.cancelled))
                end(one, at: moment)
            }
        case .open: requests.want(.cancel(row.id), at: moment.monotonic)
        case .sent, .doubtful, .ended, .absent: break
        }
    }

    // MARK: - Answers

    /// Answers what was asked about an order, as far as it can be by now.
    mutating func answer(_ place: Int) {
        let row = orders[place]
        guard !row.owesEnd else { return }
        var kept: [VenueAsk] = []
        for ask in asks {
            if ask.id == RequestID(row.id, .place), row.phase == .absent {
                // It never arrived, and whoever wants it still asks anew.
                words.append(.unanswered(ask.id, .peerMissing))
            } else if ask.id.order == row.id, let answer = answer(to: ask.id.verb, row) {
                words.append(.answered(ask.id, .venueAnswer(answer)))
            } else {
                kept.append(ask)
            }
        }
        asks = kept
    }

    /// How an order stands, for whoever asked in this way; `nil` where that is not known yet.
    private func answer(to verb: MessageKind, _ row: OutstandingOrder) -> VenueAnswer? {
        guard verb == .place || verb == .venueCancel || verb == .venueQuery else { return nil }
        var answer = VenueAnswer()
        answer.clientOrderID = row.id
        switch row.phase {
        case .waiting, .sent, .doubtful: return nil
        case .open:
            // Its cancel is under way: that has an end of its own.
            if verb == .venueCancel { return nil }
            answer.status = row.life.status
        case .ended:
            answer.status = row.life.status
            answer.reason = row.life.status == .filled ? Reason() : row.reason
        // It was sent, and its moment is over; what reduces may go again under its name.
        case .absent where !row.reduces && row.quantity.isPositive:
            (answer.status, answer.reason) = (.rejected, Reason(.timedOut))
        case .absent: answer.status = .unknown
        }
        return answer
    }
}
