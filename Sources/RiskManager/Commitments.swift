import Configuration
import Market
import Messages
import RiskRules
import Stages

/// What is promised and not held yet: approvals that were given and entry orders at the executor; and where
/// stops rest for what is held.
struct Commitments: Sendable {
    private let settings: Settings
    private var reservations: [Reservation] = []
    private var entries: [OpenEntry] = []
    private var stops: [RestingStop] = []

    init(_ settings: Settings) { self.settings = settings }

    /// Whether no approval is remembered.
    var hasNoReservation: Bool { reservations.isEmpty }
    /// Whether no order is remembered.
    var hasNoOrder: Bool { entries.isEmpty }

    // MARK: - Approvals

    /// Reserves what was approved. Asked anew with another content before its end, it is the same signal's
    /// orders.
    mutating func reserve(_ approved: Approved<OrderIntent>, print fingerprint: UInt64, at time: Timestamp) {
        let intent = approved.subject
        reservations.removeAll { $0.signal == intent.clientOrderID.signal }
        reservations.append(
            Reservation(
                signal: intent.clientOrderID.signal, symbol: intent.symbol, side: intent.side,
                approved: approved.quantity, left: approved.quantity, price: intent.referencePrice,
                fingerprint: fingerprint, expires: approved.expires,
                countsUntil: approved.expires + (approved.expires - time),
                signalEnds: min(intent.expires, time + OrderBounds.signalLife(settings))))
    }

    /// The approval that was given for this very intent and is good.
    func reservation(for intent: OrderIntent, at time: Timestamp) -> Reservation? {
        let print = intent.fingerprint
        return reservations.first {
            $0.fingerprint == print && $0.approved == intent.quantity && $0.expires >= time
        }
    }

    /// An approval of the signal whose time is over.
    func endedReservation(of signal: Label, at time: Timestamp) -> Reservation? {
        reservations.first { $0.signal == signal && $0.expires < time }
    }

    /// Somebody is back, and what it said last may be still to be heard.
    mutating func expectWords(at time: Timestamp) {
        let until = lateMessages(after: time)
        for place in reservations.indices where reservations[place].left.isPositive {
            reservations[place].countsUntil = max(reservations[place].countsUntil, until)
        }
        for place in entries.indices where entries[place].onItsWay.isPositive {
            entries[place].keepUntil = max(entries[place].keepUntil, until)
        }
    }

    /// Counts approvals no more to which there can be no order, and drops those whose signal is over. Of
    /// orders that ended a while ago nothing is on its way any more; each is remembered as long as its
    /// signal's approval, since an executor that begins anew tells them again, and that is no news then.
    /// While the executor is gone all stay (`keepingReserved`).
    mutating func forget(at time: Timestamp, keepingReserved: Bool) {
        if keepingReserved { return }
        for place in reservations.indices where reservations[place].countsUntil < time {
            reservations[place].left = .zero
        }
        reservations.removeAll { max($0.countsUntil, $0.signalEnds) < time }
        for place in entries.indices where entries[place].isOver(at: time) { entries[place].settle() }
        let reserved = reservations
        entries.removeAll { entry in
            entry.isOver(at: time) && !reserved.contains { $0.signal == entry.order.signal }
        }
    }

    private func isReserved(_ signal: Label) -> Bool { reservations.contains { $0.signal == signal } }

    // MARK: - Orders

    /// Follows an order's life: what the executor has is no longer reserved but ordered, and what can no
    /// longer fill is neither. `price`: the symbol's, for an order without one.
    mutating func hear(_ state: OrderState, price: Price, at time: Timestamp) {
        if state.purpose == .stop { return note(stop: state) }
        guard state.purpose == .entry else { return }
        // Of before a restart: what was executed is in the positions that the executor told.
        let isOld = !entries.contains { $0.order == state.clientOrderID }
            && !isReserved(state.clientOrderID.signal)
        let seen = state.referencePrice.present ?? price
        let place = entryPlace(state.clientOrderID, state.symbol, state.side, seen, at: time)
        entries[place].ordered = state.quantity
        if isOld { entries[place].filled = state.executedQuantity }
        let keepUntil = lateMessages(after: time)
        entries[place].hear(state, keepUntil: keepUntil)
        take(state.quantity - entries[place].taken, for: place)
    }

    /// A fill of an entry takes from the order; an order not seen yet takes it from its reservation.
    mutating func hear(_ fill: Fill, price: Price, at time: Timestamp) {
        let seen = fill.price.present ?? price
        let place = entryPlace(fill.clientOrderID, fill.symbol, fill.side, seen, at: time)
        entries[place].filled += fill.quantity
        if entries[place].ordered == .absent { take(fill.quantity, for: place) }
    }

    /// Follows where stops rest.
    private mutating func note(stop state: OrderState) {
        stops.removeAll { $0.order == state.clientOrderID }
        guard !state.status.isFinal, let price = state.price.present else { return }
        stops.append(
            RestingStop(order: state.clientOrderID, symbol: state.symbol, side: state.side, price: price))
    }

    /// Moves a quantity from the reservation to the order.
    private mutating func take(_ quantity: Quantity, for place: Int) {
        guard quantity.isPositive else { return }
        entries[place].taken += quantity
        let signal = entries[place].order.signal
        guard let from = reservations.firstIndex(where: { $0.signal == signal }) else { return }
        reservations[from].left = max(.zero, reservations[from].left - quantity)
    }

    private mutating func entryPlace(
        _ order: ClientOrderID, _ symbol: SymbolID, _ side: Side, _ price: Price, at time: Timestamp
    ) -> Int {
        if let found = entries.firstIndex(where: { $0.order == order }) { return found }
        entries.append(
            OpenEntry(
                order: order, symbol: symbol, side: side, price: price, keepUntil: lateMessages(after: time)))
        return entries.count - 1
    }

    /// Until when a word about an order may still be on its way: what was executed counts until its fill is
    /// heard.
    private func lateMessages(after time: Timestamp) -> Timestamp { time + settings.risk.approvalOnKlines }

    // MARK: - What the rules see

    /// Notes the stops of a symbol in its row.
    func note(stopsOf symbol: SymbolID, in row: inout SymbolView) {
        for stop in stops where stop.symbol == symbol { row.note(stop: stop.price, closingBy: stop.side) }
    }

    /// Adds all that is promised to a view, each at the higher of its price and its symbol's mark.
    func add(to view: inout PortfolioView, _ books: AccountBooks) {
        for reserved in reservations {
            let value = reserved.value(at: books[reserved.symbol].mark)
            Self.add(value, reserved.side, to: &view.symbols[reserved.symbol.int])
        }
        for entry in entries {
            let value = entry.value(at: books[entry.symbol].mark)
            Self.add(value, entry.side, to: &view.symbols[entry.symbol.int])
        }
    }

    private static func add(_ value: Money, _ side: Side, to row: inout SymbolView) {
        if side == .buy { row.pendingBuy += value } else { row.pendingSell += value }
    }

    // MARK: - State

    func save(into writer: inout StateWriter) {
        writer.write(reservations)
        writer.write(entries)
        writer.write(stops)
    }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        reservations = try reader.readArray()
        entries = try reader.readArray()
        stops = try reader.readArray()
    }
}
