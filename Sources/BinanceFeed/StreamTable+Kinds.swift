import Exchanges
import Market

extension StreamTable {
    /// A table of the exchange's streams.
    init(symbols: Int) { self.init(symbols: symbols, StreamKind.allCases.map(\.limits)) }

    /// The place of a symbol's stream.
    static func place(_ symbol: SymbolID, _ kind: StreamKind) -> Int {
        symbol.int * StreamKind.count + kind.rawValue
    }
    static func symbol(_ place: Int) -> SymbolID { SymbolID(place / StreamKind.count) }
    static func kind(_ place: Int) -> StreamKind { StreamKind(rawValue: place % StreamKind.count) ?? .ticker }
}
