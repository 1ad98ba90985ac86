import Exchanges
import Market

/// The assets of spot's pairs, in the order in which the pairs name them, and BNB, in which fees may be paid.
struct AssetTable: Sendable {
    let names: [String]
    /// What each pair's base and quote are: places in `names`.
    let bases: [Int]
    let quotes: [Int]
    /// USDT's place, with which accounts begin, and BNB's.
    let quote: Int
    let bnb: Int
    /// The pair that tells what BNB costs; `nil` where there is none.
    let bnbPair: Int?

    init(_ pairs: [ListedSymbol]) {
        var names = ["USDT", "BNB"]
        func place(_ name: String) -> Int {
            if let known = names.firstIndex(of: name) { return known }
            names.append(name)
            return names.count - 1
        }
        bases = pairs.map { place($0.instrument.base) }
        quotes = pairs.map { place($0.quote) }
        self.names = names
        (quote, bnb) = (0, 1)
        bnbPair = pairs.firstIndex { $0.instrument.base == "BNB" && $0.quote == "USDT" }
    }

    /// The place of an asset; `nil` where no pair has it.
    func place(of name: String) -> Int? { names.firstIndex(of: name) }
}
