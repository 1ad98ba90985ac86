import Market
import Messages
import Stages

/// Where a stop sets aside what it sells: stop and target of a trade are one list of one size, laid anew as a
/// whole, and an exit waits until what it sells is free. Between the end of one and the next there is a
/// round trip; a venue that locks what is for sale leaves no other way.
extension BracketKeeper {
    mutating func settleTogether(_ place: Int, _ time: Timestamp, _ acts: inout [BracketAct]) {
        let own = own(place)
        if own.isEmpty { trades.join(place) }
        let trade = trades[place]
        let (stop, target) = (wanted(place, .stop, time), wanted(place, .target, time))
        if size(of: place).isPositive {
            for leg in [trade.stop, trade.target] where leg.price.present != nil && leg.notBefore > time {
                due = min(due, leg.notBefore)
            }
        }
        // What is under way is waited for; fills that come meanwhile are in the next size.
        guard !own.contains(where: { pieces[$0].isInFlight }) else { return }
        if rests(own, .stop, stop), rests(own, .target, target) {
            tell(place, .stop, stop, time, &acts)
            tell(place, .target, target, time, &acts)
        } else if own.isEmpty {
            lay(place, stop, target, &acts)
        } else {
            takeBack(own, trade.reason, time, &acts)
        }
    }

    /// What a trade's stops and targets are to rest for: what is open of it, less what exits are to sell.
    private func covered(_ place: Int) -> Quantity {
        let trade = trades[place]
        var sold = exits.reduce(Quantity.zero) {
            $1.intent.symbol == trade.symbol && $1.intent.side == trade.side ? $0 + $1.openQuantity : $0
        }
        // Exits take from the oldest signal.
        for other in trades.rows.prefix(place) where other.symbol == trade.symbol {
            if other.side == trade.side { sold -= min(sold, other.quantity) }
        }
        return size(of: place, less: sold)
    }

    /// What of a trade can be sold; less than the exchange lets anybody sell is dust.
    private func size(of place: Int, less sold: Quantity = .zero) -> Quantity {
        let (trade, instrument) = (trades[place], instruments[trades[place].symbol])
        let lots = instrument.lots(of: max(.zero, trade.quantity - sold))
        let price = trade.stop.price.present ?? trade.target.price.present ?? .zero
        return (lots.notional(at: price) ?? .zero) < instrument.minNotional ? .zero : lots
    }

    /// What a leg is to rest for now: nothing while one that was refused or lost waits a moment. A target
    /// waits for its stop, since the two go as one.
    private func wanted(_ place: Int, _ purpose: Purpose, _ time: Timestamp) -> Quantity {
        let trade = trades[place]
        let waits = { (leg: BracketLeg) in leg.price.present != nil && leg.notBefore > time }
        guard trade[purpose].price.present != nil, !waits(trade[purpose]), !waits(trade.stop) else {
            return .zero
        }
        // What the market has passed is due now, and is sold where no stop locks it.
        if purpose == .stop, trade.target.isPassed, wanted(place, .target, time).isPositive { return .zero }
        return covered(place)
    }

    /// A list is refused where the market has passed its target: that is sold alone, the next time.
    mutating func notePassed(_ place: Int, _ reason: Reason) {
        guard layout == .together, pieces[place].purpose == .target, reason.code == .invalidPrice,
            let trade = trades.place(of: pieces[place].id.signal)
        else { return }
        trades[trade].target.isPassed = true
    }

    private func own(_ place: Int) -> [Int] {
        let trade = trades[place]
        return pieces.indices.filter {
            pieces[$0].id.signal == trade.signal && pieces[$0].symbol == trade.symbol
        }
    }

    /// Whether of one purpose exactly this rests.
    private func rests(_ own: [Int], _ purpose: Purpose, _ quantity: Quantity) -> Bool {
        let its = own.filter { pieces[$0].purpose == purpose }
        guard quantity.isPositive else { return its.isEmpty }
        return its.count == 1 && pieces[its[0]].state == .resting && pieces[its[0]].quantity == quantity
    }

    private mutating func tell(
        _ place: Int, _ purpose: Purpose, _ quantity: Quantity, _ time: Timestamp, _ acts: inout [BracketAct]
    ) {
        let leg = trades[place][purpose]
        if quantity.isPositive { return tellResting(place, purpose, quantity, time, &acts) }
        // One that comes again, or gives way to an exit, is not over.
        let isOver = leg.price.present == nil || !size(of: place).isPositive
        if isOver, leg.isTold { tellEnd(place, purpose, time, &acts) }
    }

    /// Lays stop and target of a trade.
    private mutating func lay(
        _ place: Int, _ stop: Quantity, _ target: Quantity, _ acts: inout [BracketAct]
    ) {
        guard stop.isPositive || target.isPositive else { return }
        let trade = trades[place]
        // One after the other: a name that came again at once would meet what is still told of its
        // former order.
        let last = max(trade.stop.lastSize, trade.target.lastSize)
        let size = last < 0 ? max(0, trade.changes - 1) : last + 1
        let first = pieces.count
        for (purpose, quantity) in [(Purpose.stop, stop), (.target, target)] where quantity.isPositive {
            trades[place][purpose].lastSize = size
            pieces.append(
                BracketPiece(
                    id: ClientOrderID(purpose, of: trade.signal, size: size), symbol: trade.symbol,
                    purpose: purpose, side: trade.side, price: trade[purpose].price, quantity: quantity,
                    state: .placing))
        }
        acts.append(.ask(RequestID(pieces[first].id, .place), .place(intent(of: first))))
    }

    /// Takes all of a trade's back: of a list the exchange does so with all of its orders where one is.
    private mutating func takeBack(
        _ own: [Int], _ reason: Reason, _ time: Timestamp, _ acts: inout [BracketAct]
    ) {
        let resting = own.filter { pieces[$0].state == .resting }
        let first = resting.first { pieces[$0].purpose == .stop } ?? resting.first
        for one in resting where one != first {
            pieces[one].state = .cancelling
            pieces[one].askAgain = time + Self.askAgainAfter
            due = min(due, pieces[one].askAgain)
        }
        if let first { cancel(first, reason, &acts) }
    }

    // MARK: - Lists

    /// The order to place: a stop with the price of the target that goes with it.
    func intent(of place: Int) -> OrderIntent {
        let piece = pieces[place]
        var intent = piece.intent
        guard let other = listed(with: piece), pieces[other].isInFlight else { return intent }
        intent.takeProfit = pieces[other].price
        return intent
    }

    /// The place of the target that was asked for with a stop.
    private func listed(with stop: BracketPiece) -> Int? {
        guard stop.purpose == .stop else { return nil }
        let name = ClientOrderID(.target, of: stop.id.signal, size: stop.id.bracketSize)
        return pieces.firstIndex { $0.id == name && $0.symbol == stop.symbol }
    }

    /// A stop is gone that was not known to rest: what was asked for with it is not there either.
    mutating func loseListed(with stop: BracketPiece) {
        guard stop.isInFlight, let other = listed(with: stop), pieces[other].isInFlight else { return }
        pieces.remove(at: other)
    }

    /// Nobody knows what became of a stop: nor of what was asked for with it.
    mutating func doubtListed(with place: Int, _ time: Timestamp) {
        guard let other = listed(with: pieces[place]), pieces[other].state == .placing else { return }
        pieces[other].state = .doubtful
        askLater(other, time)
    }

    /// Whether a stop ended since its target began to be filled: that is no loss, and what is left of the
    /// target needs a new one.
    func gaveWay(_ place: Int) -> Bool {
        let piece = pieces[place]
        return layout == .together && piece.purpose == .stop && piece.state == .resting
            && pieces.contains {
                $0.id.signal == piece.id.signal && $0.symbol == piece.symbol && $0.purpose != piece.purpose
                    && $0.id.bracketSize == piece.id.bracketSize
            }
    }

    // MARK: - Exits

    /// An exit is to be placed; twice is once.
    mutating func hold(_ exit: OrderIntent) {
        if !waiting.contains(where: { $0.clientOrderID == exit.clientOrderID }) { waiting.append(exit) }
    }

    /// Exits leave of whose pairs nothing more rests than is to stay.
    func isFree(_ symbol: SymbolID) -> Bool {
        guard !awaited.contains(symbol) else { return false }
        return trades.rows.indices.allSatisfy { place in
            guard trades[place].symbol == symbol else { return true }
            let kept = covered(place)
            return own(place).allSatisfy { pieces[$0].quantity <= kept }
        }
    }

    mutating func letGo(_ acts: inout [BracketAct]) {
        var kept: [OrderIntent] = []
        for exit in waiting {
            guard exits.contains(where: { $0.intent.clientOrderID == exit.clientOrderID }) else { continue }
            guard isFree(exit.symbol) else {
                kept.append(exit)
                continue
            }
            acts.append(.ask(RequestID(exit.clientOrderID, .place), .place(exit)))
        }
        waiting = kept
    }
}
