import Market

/// The names of one run's pairs and strategies, for who reads and writes frames.
struct RunNames {
    private let symbols: NameTable
    private let strategies: NameTable

    init(_ instruments: InstrumentTable) {
        symbols = NameTable(instruments.instruments.map(\.name))
        strategies = NameTable(instruments.strategies.names)
    }

    /// The symbol with this name; "*" is the whole portfolio.
    func symbol(_ bytes: UnsafeRawBufferPointer) -> SymbolID? {
        if bytes.count == 1, bytes[0] == UInt8(ascii: "*") { return SymbolID.none }
        return symbols.find(bytes).map { SymbolID($0) }
    }

    /// The strategy with this name.
    func strategy(_ bytes: UnsafeRawBufferPointer) -> StrategyID? {
        strategies.find(bytes).map { StrategyID($0) }
    }

    /// Gives the bytes of a symbol's name; `nil` for the whole portfolio.
    func withName<R>(of symbol: SymbolID, _ body: (UnsafeRawBufferPointer) -> R) -> R? {
        symbols.withBytes(at: symbol.int, body)
    }

    /// Gives the bytes of a strategy's name; `nil` where the table has none.
    func withName<R>(of strategy: StrategyID, _ body: (UnsafeRawBufferPointer) -> R) -> R? {
        strategies.withBytes(at: strategy.int, body)
    }
}
