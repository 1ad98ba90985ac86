import Market
import Messages

/// Somebody outside who trades all the time, a little: enters with a stop far below the market, leaves what
/// is held, and now and then lets an entry rest where nobody comes.
struct TradingDesk {
    /// What a signal is for.
    enum Wish { case enter, rest, leave }

    private let instruments: InstrumentTable
    private var chance: SplitMix64
    private var number = 0
    /// When the next signal is due, monotonic ns.
    private(set) var due: Int64
    /// Whether it lets nothing rest and holds nothing: all pairs are entered and left again and again.
    var isEager = false

    init(_ instruments: InstrumentTable, seed: UInt64, from start: Int64) {
        (self.instruments, due) = (instruments, start)
        chance = SplitMix64(spreading: seed)
    }

    /// The next signal and what it is for; `nil` where the pair at hand has no price yet, or is worked on.
    mutating func next(at now: Int64, _ checker: TradingChecker) -> (wish: Wish, signal: Signal)? {
        due = now + chance.milliseconds(300...1500)
        let symbol = SymbolID(chance.pick(0...instruments.count - 1))
        let price = checker.price(of: symbol)
        let isResting = chance.happens(0.3) && !isEager
        let step = instruments[symbol].stepSize
        // On spot the fee of a buy leaves less than a whole lot.
        let held = checker.venue.positions[symbol.int].rounded(to: step, .down)
        let wish = isResting ? Wish.rest : held.isPositive ? .leave : .enter
        // Some of it is held when the market falls silent.
        let waits = wish == .leave && chance.happens(0.6) && !isEager
        guard price.isPositive, !waits, !checker.isWorking(wish, symbol) else { return nil }
        number += 1
        var signal = Signal()
        signal.signalID = Label(clipping: "\(wish)-\(number)")
        (signal.symbol, signal.side) = (symbol, wish == .leave ? .sell : .buy)
        let wanted = Quantity((30 + 40 * chance.fraction()) / price.double) ?? .zero
        signal.quantity = wish == .leave ? held : wanted.rounded(to: step, .down)
        if wish != .leave { signal.stopLoss = below(price, by: 10, symbol) }
        if wish == .rest { (signal.orderType, signal.price) = (.limit, below(price, by: 4, symbol)) }
        return (wish, signal)
    }

    /// A price some hundredths below another, on the grid.
    private func below(_ price: Price, by hundredths: Int64, _ symbol: SymbolID) -> Price {
        let raw = price.raw / 100 * (100 - hundredths)
        return Price(raw: raw - raw % instruments[symbol].tickSize.raw)
    }
}
