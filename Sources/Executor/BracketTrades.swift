import Market
import Messages
import Stages

/// What each signal holds, as the account's fills tell, with what is to protect it.
struct BracketTrades: Sendable {
    /// How many are remembered, also those that are over.
    static let capacity = 64

    private let instruments: InstrumentTable
    private let layout: BracketLayout
    /// The oldest first.
    private(set) var rows: [BracketTrade] = []
    /// The last price of each pair, as far as one is known: not kept, but told again.
    private var lasts: [Price]

    init(_ instruments: InstrumentTable, _ layout: BracketLayout) {
        (self.instruments, self.layout) = (instruments, layout)
        lasts = Array(repeating: .absent, count: instruments.count)
    }

    /// Whether one that is over should go.
    var isFull: Bool { rows.count >= Self.capacity }

    subscript(place: Int) -> BracketTrade {
        get { rows[place] }
        set { rows[place] = newValue }
    }

    /// The place of a signal's trade; `nil` where there is none.
    func place(of signal: Label) -> Int? { rows.firstIndex { $0.signal == signal } }

    mutating func remove(at place: Int) { rows.remove(at: place) }

    // MARK: - What it is worth

    /// The market tells a price, or none yet (zero).
    mutating func mark(_ symbol: SymbolID, at price: Price) {
        lasts[symbol.int] = price.isPositive ? price : .absent
    }

    /// What of a trade can be closed, but for what is sold otherwise. Where stop and target go together that
    /// is nothing where it is worth less than the smallest order, at the last price or at the stop's: dust,
    /// which is owned and valued, and neither protected nor missed.
    func closable(_ place: Int, less sold: Quantity = .zero) -> Quantity {
        let (trade, instrument) = (rows[place], instruments[rows[place].symbol])
        let lots = instrument.lots(of: max(.zero, trade.quantity - sold))
        guard layout == .together else { return lots }
        let last = lasts[trade.symbol.int].present
        guard let price = last.map({ min($0, trade.stop.price.present ?? $0) }) ?? trade.stop.price.present,
            let value = lots.notional(at: price)
        else { return lots }
        return value < instrument.minNotional ? .zero : lots
    }

    /// Whether the last price is nearer to a trade's target than to its stop; `false` where none is known.
    func isNearTarget(_ place: Int) -> Bool {
        let trade = rows[place]
        guard let target = trade.target.price.present, let last = lasts[trade.symbol.int].present else {
            return false
        }
        guard let stop = trade.stop.price.present else { return true }
        return (last - target).magnitude < (last - stop).magnitude
    }

    /// Why a trade's stop is missed; `nil` where it rests, or may yet, or nothing is held that could be sold.
    func alarm(of place: Int) -> Reason? {
        guard let alarm = rows[place].alarm, closable(place).isPositive else { return nil }
        return alarm
    }

    /// Why nothing may enter: something is held whose stop does not come to rest.
    var alarm: Reason? { rows.indices.lazy.compactMap { alarm(of: $0) }.max { $0.found < $1.found } }

    // MARK: - Fills

    /// A fill that was booked for the first time, with its order's intent where it entered.
    mutating func take(_ fill: Fill, entry: OrderIntent?) {
        guard fill.symbol.int < instruments.count else { return }
        switch fill.purpose {
        case .entry: grow(fill, entry)
        case .stop, .target: close(fill)
        case .exit, .emergency, .liquidation, .settlement:
            cut(fill.symbol, by: fill.quantity, Reason(closing: fill))
        }
        clamp(fill.symbol, to: fill.position, Reason(closing: fill))
    }

    private mutating func grow(_ fill: Fill, _ entry: OrderIntent?) {
        let place = place(of: fill.clientOrderID.signal, fill.symbol, closing: fill.side.opposite)
        rows[place].quantity += fill.received
        rows[place].changes += 1
        if let entry { setPrices(at: place, stop: entry.stopLoss, target: entry.takeProfit) }
    }

    /// A trade beyond those that may have stops of their own is protected with the one whose stop is nearest.
    mutating func join(_ place: Int) {
        let row = rows[place]
        guard row.quantity.isPositive, let price = row.stop.price.present else { return }
        let others = rows.indices.filter { other in
            let trade = rows[other]
            return other != place && trade.symbol == row.symbol && trade.side == row.side
                && trade.stop.price.present != nil && closable(other).isPositive
        }
        let apart = { [rows] (other: Int) in
            rows[other].stop.price.present.map { ($0 - price).magnitude } ?? Price(raw: .max)
        }
        guard others.count >= layout.mostStops, let nearest = others.min(by: { apart($0) < apart($1) })
        else { return }
        rows[nearest].quantity += row.quantity
        rows[nearest].changes += 1
        rows[place].quantity = .zero
    }

    /// A stop or target closes its own trade first; more than that was another one's.
    private mutating func close(_ fill: Fill) {
        let reason = Reason(closing: fill)
        var left = fill.quantity
        if let place = rows.firstIndex(where: { $0.signal == fill.clientOrderID.signal }) {
            let own = min(left, rows[place].quantity)
            reduce(place, by: own, reason)
            left -= own
            let told = rows[place][fill.purpose].told - fill.quantity
            rows[place][fill.purpose].told = max(.zero, told)
        }
        cut(fill.symbol, by: left, reason)
    }

    /// Takes a closed quantity off the trades of a pair, the oldest first.
    private mutating func cut(_ symbol: SymbolID, by quantity: Quantity, _ reason: Reason) {
        var left = quantity
        for place in rows.indices where rows[place].symbol == symbol && left.isPositive {
            let own = min(left, rows[place].quantity)
            reduce(place, by: own, reason)
            left -= own
        }
    }

    private mutating func reduce(_ place: Int, by quantity: Quantity, _ reason: Reason) {
        guard quantity.isPositive else { return }
        rows[place].quantity -= quantity
        rows[place].changes += 1
        rows[place].reason = reason
    }

    /// No more is protected than is held, and nothing on the other side.
    mutating func clamp(_ symbol: SymbolID, to position: Quantity, _ reason: Reason) {
        let held = instruments[symbol].lots(of: position)
        var open = Quantity.zero
        for place in rows.indices where rows[place].symbol == symbol {
            let isOpen = rows[place].side == .sell ? held.raw > 0 : held.raw < 0
            if !isOpen { reduce(place, by: rows[place].quantity, reason) }
            open += rows[place].quantity
        }
        if open > held.magnitude { cut(symbol, by: open - held.magnitude, reason) }
    }

    /// The venue holds more than the trades come to: the newest one that has a stop is for the rest, too.
    mutating func fillUp(_ symbol: SymbolID, to position: Quantity) {
        let side: Side = position.raw > 0 ? .sell : .buy
        let newest = rows.lastIndex {
            $0.symbol == symbol && $0.side == side && $0.quantity.isPositive && $0.stop.price.present != nil
        }
        let rest = free(symbol, position)
        guard rest.isPositive, let newest else { return }
        rows[newest].quantity += rest
        rows[newest].changes += 1
    }

    /// What of a position is no trade's.
    private func free(_ symbol: SymbolID, _ position: Quantity) -> Quantity {
        rows.reduce(instruments[symbol].lots(of: position).magnitude) {
            $1.symbol == symbol ? $0 - $1.quantity : $0
        }
    }

    // MARK: - What was known before

    /// A stop or target that rests, of a signal of which no fill was told here: what it is for is taken for
    /// the signal's, as far as that is held and no other signal's.
    mutating func takeOn(_ piece: BracketPiece, holding position: Quantity) {
        let isIts = piece.side == .sell ? position.raw > 0 : position.raw < 0
        guard isIts, let place = rows.firstIndex(where: { $0.signal == piece.id.signal }) else { return }
        let trade = rows[place]
        guard trade.symbol == piece.symbol, trade.side == piece.side, trade.reason.code == .none
        else { return }
        if rows[place].changes == 0 {
            let free = free(piece.symbol, position)
            guard free.isPositive else { return }
            rows[place].quantity = min(free, piece.quantity)
            rows[place].changes = 1
            rows[place].isTakenOn = true
        }
        // The record of its order is lost, and with it both prices.
        if rows[place].stop.price.present == nil, rows[place].target.price.present == nil {
            rows[place].isTakenOn = true
        }
        guard rows[place].isTakenOn, rows[place][piece.purpose].price.present == nil else { return }
        rows[place][piece.purpose].price = piece.price
    }

    /// An order in the books, after a start: tells prices, and what the executor takes for open.
    mutating func remember(_ record: OrderRecord) {
        let (intent, signal) = (record.intent, record.intent.clientOrderID.signal)
        if record.isBracket, !record.status.isFinal {
            let place = place(of: signal, intent.symbol, closing: intent.side)
            rows[place][intent.purpose].isTold = true
            rows[place][intent.purpose].told = record.openQuantity
            if rows[place][intent.purpose].price.present == nil {
                rows[place][intent.purpose].price = intent.price
            }
        } else if !intent.reduces, let place = rows.firstIndex(where: { $0.signal == signal }) {
            setPrices(at: place, stop: intent.stopLoss, target: intent.takeProfit)
        }
    }

    private mutating func setPrices(at place: Int, stop: Price, target: Price) {
        if rows[place].stop.price.present == nil { rows[place].stop.price = stop }
        if rows[place].target.price.present == nil { rows[place].target.price = target }
    }

    /// The place of a signal's trade, which begins where there is none.
    mutating func place(of signal: Label, _ symbol: SymbolID, closing side: Side) -> Int {
        let isIt = { (trade: BracketTrade) in
            trade.signal == signal && trade.symbol == symbol && trade.side == side
        }
        if let place = rows.firstIndex(where: isIt) { return place }
        rows.append(BracketTrade(signal: signal, symbol: symbol, side: side))
        return rows.count - 1
    }

    // MARK: - State

    mutating func restore(from reader: inout StateReader) throws(StateError) { rows = try reader.readArray() }
}
