import Market
import Messages

/// Makes trades of fills, one symbol's after another's, and gives each the funding that was charged while
/// it was open. Summary and `strata why` both read it, so that they tell the same figures.
public struct RoundTripBook: Sendable {
    /// One symbol's books.
    private struct Row: Sendable {
        var open: RoundTrip?
        /// Position, base asset; on spot without dust.
        var position = Quantity.zero
        /// Fees of its fills so far, USDT.
        var fees = Money.zero
        /// Funding so far, USDT.
        var funding = Money.zero
        /// Charges of earlier runs (`--keep-state`), told by the first account row.
        var chargedBefore = Money.absent
    }

    private let instruments: InstrumentTable
    private var rows: [Row]
    /// Signals that L2 said: an exit of another one came from outside.
    private var said: Set<Label> = []
    /// Trades that are closed, in the order of their ends.
    public private(set) var closed: [RoundTrip] = []

    public init(_ instruments: InstrumentTable) {
        self.instruments = instruments
        rows = [Row](repeating: Row(), count: instruments.count)
    }

    /// The trade of a symbol that is not closed yet.
    public func open(_ symbol: SymbolID) -> RoundTrip? { rows[symbol.int].open }
    /// Funding of a symbol since the run began, USDT; positive where it was paid.
    public func funding(_ symbol: SymbolID) -> Money { rows[symbol.int].funding }

    /// Takes the next message; what is no signal, fill or account row changes nothing.
    public mutating func add(_ message: Message, at time: Timestamp) {
        guard instruments.contains(message.symbol) else { return }
        switch message {
        case .signal(let signal): said.insert(signal.signalID)
        case .fill(let fill): add(fill, at: time)
        case .account(let account): add(account)
        default: break
        }
    }

    private mutating func add(_ fill: Fill, at time: Timestamp) {
        let symbol = fill.symbol.int
        let after = instruments[fill.symbol].lots(of: fill.position)
        let isEntry = fill.purpose == .entry
        let side: Side = isEntry ? fill.side : fill.side == .buy ? .sell : .buy
        var trip = rows[symbol].open ?? RoundTrip(fill.symbol, side, at: isEntry ? time : .zero)
        let before = rows[symbol].position
        trip.fees += fill.fee
        trip.gross += fill.realisedPnL
        rows[symbol].fees += fill.fee
        rows[symbol].position = after
        count(fill, in: &trip)
        rows[symbol].open = trip
        guard after.isZero || before.raw.signum() == -after.raw.signum() else { return }
        trip.closed = time
        trip.ending = ending(fill)
        closed.append(trip)
        rows[symbol].open = after.isZero ? nil : RoundTrip(fill.symbol, fill.side, at: time)
    }

    private func count(_ fill: Fill, in trip: inout RoundTrip) {
        let (value, signal) = (
            fill.quantity.notional(at: fill.price) ?? .zero, fill.clientOrderID.signal
        )
        if fill.side == trip.side {
            trip.entered += fill.quantity
            trip.entryValue += value
            if !trip.entries.contains(signal) { trip.entries.append(signal) }
        } else {
            trip.left += fill.quantity
            trip.exitValue += value
            let isBracket = fill.purpose != .exit && fill.purpose != .entry
            if !isBracket, !trip.exits.contains(signal) { trip.exits.append(signal) }
        }
    }

    private func ending(_ fill: Fill) -> RoundTrip.Ending {
        switch fill.purpose {
        case .stop: .stop
        case .target: .target
        case .liquidation: .liquidation
        case .emergency: .emergency
        case .settlement: .settlement
        case .entry, .exit: said.contains(fill.clientOrderID.signal) ? .signal : .outside
        }
    }

    /// An account row comes after the fills that it tells of, and after funding, which nothing else tells.
    private mutating func add(_ account: Account) {
        let symbol = account.symbol.int
        let before = rows[symbol].chargedBefore.present ?? account.fees - rows[symbol].fees
        if rows[symbol].chargedBefore == .absent { takeOver(account) }
        rows[symbol].chargedBefore = before
        let funding = account.fees - before - rows[symbol].fees
        let news = funding - rows[symbol].funding
        rows[symbol].open?.funding += news
        rows[symbol].funding = funding
    }

    /// The first row of a run tells what was open already.
    private mutating func takeOver(_ account: Account) {
        let symbol = account.symbol.int
        let held = instruments[account.symbol].lots(of: account.total)
        guard rows[symbol].open == nil, !held.isZero else { return }
        var trip = RoundTrip(account.symbol, held.isPositive ? .buy : .sell, at: .zero)
        trip.entered = held.magnitude
        trip.entryValue =
            account.entryPrice.present.flatMap { held.magnitude.notional(at: $0) } ?? .zero
        rows[symbol].open = trip
        rows[symbol].position = held
    }
}
