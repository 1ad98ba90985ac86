import Market
import Messages
import Stages

/// Where a stop sets aside what it sells: stop and target of a trade are one list of one size, laid anew as a
/// whole, and an exit waits until what it sells is free. Between the end of one and the next there is a
/// round trip; a venue that locks what is for sale leaves no other way.
extension BracketKeeper {
    mutating func settleTogether(_ place: Int, _ time: Timestamp, _ acts: inout [BracketAct]) {
        let own = own(place)
        if isRest(place, own) {
            let hasStop = own.contains { pieces[$0].purpose == .stop }
            return hasStop ? () : tell(place, .stop, .zero, time, &acts)
        }
        let trade = trades[place]
        let stop = wanted(place, .stop, time)
        var target = wanted(place, .target, time)
        // What the exchange wants no target beside rests all the same; a list that is laid anew tries again.
        if trade.target.refusal == .other, stop.isPositive, rests(own, .stop, stop) { target = .zero }
        if trades.closable(place).isPositive {
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

    /// Trades beyond those that may have stops of their own are protected with others: before all are
    /// settled, so that those rest for them at once.
    mutating func joinTrades() {
        for place in trades.rows.indices where !awaited.contains(trades[place].symbol) {
            let (signal, symbol) = (trades[place].signal, trades[place].symbol)
            let isLaid = pieces.contains { $0.id.signal == signal && $0.symbol == symbol }
            if !isLaid { trades.join(place) }
        }
    }

    /// Whether what is left of a trade is too little to be laid anew, and rests: as of a target that was
    /// filled but for dust. It stays, unless an exit wants what it locks.
    private func isRest(_ place: Int, _ own: [Int]) -> Bool {
        let trade = trades[place]
        let rests = own.contains {
            let isWanted = trade[pieces[$0].purpose].price.present != nil
            return isWanted && pieces[$0].state == .resting && pieces[$0].quantity <= trade.quantity
        }
        return rests && trade.quantity.isPositive && !trades.closable(place).isPositive
            && !exits.contains { $0.intent.symbol == trade.symbol && $0.intent.side == trade.side }
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
        return trades.closable(place, less: sold)
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
        let isDue = purpose == .stop && trade.target.refusal == .passed
        return isDue && wanted(place, .target, time).isPositive ? .zero : covered(place)
    }

    /// A list is refused where the market has passed its target: that is sold alone, the next time. The
    /// exchange says the same where it has passed the stop.
    mutating func noteRefusal(of place: Int, _ reason: Reason) {
        guard layout == .together, pieces[place].purpose == .target,
            let trade = trades.place(of: pieces[place].id.signal)
        else { return }
        let isPassed = reason.code == .invalidPrice && trades.isNearTarget(trade)
        trades[trade].target.refusal = isPassed ? .passed : .other
    }

    /// Whether a target comes to rest without the stop that its trade has: that the exchange takes the two
    /// together is not proven by it, and the next try waits as long as the one before.
    func isAlone(_ place: Int, of trade: Int) -> Bool {
        let piece = pieces[place]
        guard layout == .together, piece.purpose == .target, trades[trade].stop.price.present != nil else {
            return false
        }
        return !pieces.contains { $0.purpose == .stop && isListed($0, with: piece) }
    }

    /// Whether two are of one list.
    private func isListed(_ one: BracketPiece, with other: BracketPiece) -> Bool {
        one.id.signal == other.id.signal && one.symbol == other.symbol && one.purpose != other.purpose
            && one.id.bracketSize == other.id.bracketSize
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
        let isOver = leg.price.present == nil || !trades.closable(place).isPositive
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
        // With one that began to be filled the others of its list are over.
        let resting = own.filter { pieces[$0].state == .resting }
        let first = resting.min { pieces[$0].quantity < pieces[$1].quantity }
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
            && pieces.contains { isListed($0, with: piece) }
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
