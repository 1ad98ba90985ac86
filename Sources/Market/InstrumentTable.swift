/// The instruments of one run, in the order of the safe list. A `SymbolID` is a place in it.
public struct InstrumentTable: Sendable, Hashable {
    /// The rows.
    public let instruments: [Instrument]

    public init(_ instruments: [Instrument]) { self.instruments = instruments }

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
