import Market
import Messages

/// One trade: a position of one symbol from flat to flat, or as far as it has come.
public struct RoundTrip: Sendable, Hashable {
    /// The pair.
    public var symbol: SymbolID
    /// Buy where it is long, sell where it is short.
    public var side: Side
    /// Event time of its first fill; zero where it was taken over from an earlier run.
    public var opened: Timestamp
    /// Event time of the fill that made it flat; never while it is open.
    public var closed = Timestamp.never
    /// What its entries filled, base asset, and for how much, USDT.
    public var entered = Quantity.zero
    public var entryValue = Money.zero
    /// What was closed of it, base asset, and for how much, USDT.
    public var left = Quantity.zero
    public var exitValue = Money.zero
    /// Profit closed before fees and funding, USDT.
    public var gross = Money.zero
    /// Fees of its fills, USDT.
    public var fees = Money.zero
    /// Funding paid while it was open, USDT; negative where it was received.
    public var funding = Money.zero
    /// The signals that entered, in order.
    public var entries: [Label] = []
    /// The signals of orders that closed some of it and were no bracket of an entry, in order.
    public var exits: [Label] = []
    /// How the last fill closed it; `nil` while it is open.
    public var ending: Ending?

    package init(_ symbol: SymbolID, _ side: Side, at time: Timestamp) {
        (self.symbol, self.side, opened) = (symbol, side, time)
    }

    /// What closed a trade.
    public enum Ending: UInt8, CaseIterable, Sendable, Hashable {
        case stop, target
        /// A signal of a strategy, against the position.
        case signal
        /// A signal from outside.
        case outside
        case emergency, liquidation
        /// Its pair's data was over.
        case settlement

        /// The word for it in tables and JSON.
        public var name: String { "\(self)" }
    }

    /// What it brought after fees and funding, USDT.
    public var net: Money { gross - fees - funding }
    /// Whether it was open already when the run began.
    public var isTakenOver: Bool { opened == .zero }
    /// Average price of what was entered; absent where nothing was.
    public var entryPrice: Price { Self.average(entryValue, entered) }
    /// Average price of what was closed; absent where nothing was.
    public var exitPrice: Price { Self.average(exitValue, left) }

    private static func average(_ value: Money, _ quantity: Quantity) -> Price {
        guard quantity.isPositive else { return .absent }
        return multiplyDivide(value.raw, fixedPointScale, by: quantity.raw, .nearest).map(
            Price.init(raw:))
            ?? .absent
    }
}
