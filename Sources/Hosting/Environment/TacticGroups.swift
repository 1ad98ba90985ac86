import Market
import Stages

/// Which instance of l2-tactic decides for which pairs.
public enum TacticGroups {
    /// The symbols of each instance. Every active pair must be in exactly one group: one in two would be
    /// traded twice, one in none not at all.
    public static func symbols(
        _ groups: [[String]], _ instruments: InstrumentTable
    ) throws(HostError) -> [[SymbolID]] {
        guard !groups.isEmpty else { return [] }
        var owners = [Int](repeating: 0, count: instruments.count)
        let symbols = try groups.map { (group) throws(HostError) in
            try group.map { (name) throws(HostError) in
                guard let symbol = instruments.symbol(named: name), instruments.contains(symbol) else {
                    throw .configuration(
                        "the instances of l2-tactic name \"\(name)\", which is no active pair")
                }
                owners[symbol.int] += 1
                return symbol
            }
        }
        for symbol in instruments.symbols where owners[symbol.int] != 1 {
            throw .configuration(
                "the instances of l2-tactic name \(instruments.name(symbol)) \(owners[symbol.int]) times; "
                    + "expected each active pair once, as in \"BTC/USDT;ETH/USDT,SOL/USDT\"")
        }
        guard symbols.allSatisfy({ !$0.isEmpty }) else {
            throw .configuration("one of the instances of l2-tactic has no pair")
        }
        return symbols
    }
}
