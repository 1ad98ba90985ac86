/// The instruments of one run, in the order of the safe list. A `SymbolID` is a place in it. Whoever reads or
/// writes what is said needs the run's other table of names beside it.
public struct InstrumentTable: Sendable, Hashable {
    /// The rows.
    public let instruments: [Instrument]
    /// The names of the run's strategies. A `StrategyID` is a place in it.
    public let strategies: StrategyNames

    public init(_ instruments: [Instrument], strategies: StrategyNames = .documents) {
        self.instruments = instruments
        self.strategies = strategies
    }

    /// How many instruments there are.
    public var count: Int { instruments.count }
    /// All symbols, in order.
    public var symbols: [SymbolID] { instruments.indices.map { SymbolID($0) } }
    /// A symbol's instrument.
    public subscript(symbol: SymbolID) -> Instrument { instruments[symbol.int] }

    /// Whether the id names an instrument of this table.
    public func contains(_ symbol: SymbolID) -> Bool { symbol.int < instruments.count }

    /// The name on the wire: "BTC/USDT", or "*" for the whole portfolio.
    public func name(_ symbol: SymbolID) -> String {
        contains(symbol) ? instruments[symbol.int].name : "*"
    }

    /// Finds a symbol by "BTC/USDT" or "BTCUSDT"; "*" is the whole portfolio.
    public func symbol(named name: String) -> SymbolID? {
        if name == "*" { return SymbolID.none }
        return instruments.firstIndex { $0.name == name || $0.exchangeName == name }.map { SymbolID($0) }
    }
}
