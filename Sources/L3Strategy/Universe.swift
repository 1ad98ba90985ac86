import Configuration
import Market

/// The order in which symbols are preferred: BTC, then ETH, then by liquidity (hierarchy 4.2).
struct Universe: Sendable {
    /// The quote volume of a candle counts half after this.
    static let halfLife = TimeSpan.days(1)
    /// By symbol: 0 BTC, 1 ETH, 2 the others.
    private let classes: [Int]

    init(_ instruments: InstrumentTable) {
        classes = instruments.symbols.map { symbol in
            switch instruments[symbol].base {
            case "BTC": 0
            case "ETH": 1
            default: 2
            }
        }
    }

    /// The place of a symbol, 1 first.
    func rank(of symbol: SymbolID, _ states: [SymbolState]) -> UInt16 {
        var rank: UInt16 = 1
        for other in states.indices where comes(other, before: symbol.int, states) { rank += 1 }
        return rank
    }

    private func comes(_ a: Int, before b: Int, _ states: [SymbolState]) -> Bool {
        if classes[a] != classes[b] { return classes[a] < classes[b] }
        if states[a].liquidity != states[b].liquidity { return states[a].liquidity > states[b].liquidity }
        return a < b
    }
}
