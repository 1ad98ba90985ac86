import Configuration
import Messages

/// What a process says of itself when it starts, in the words of the multi-pair document (P11).
public enum StartLines {
    /// The feed handler tells how many pairs it takes, L2 the profile and each pair's strategy.
    public static func lines(_ rank: ProcessRank, _ settings: Settings) -> [String] {
        switch rank {
        case .feedHandler: ["Streaming \(settings.symbols.count) symbols..."]
        case .l2Tactic: profile(settings)
        case .l1Operational: notTrading(settings)
        default: []
        }
    }

    /// The pairs that the exchange does not trade now, each with its status.
    public static func notTrading(_ settings: Settings) -> [String] {
        settings.instruments.instruments.filter { !$0.isTrading }.map { pair in
            "\(pair.name) is not traded: the exchange's status is \(pair.status), not TRADING; "
                + "no entries, exits only"
        }
    }

    /// A line for each strategy that is registered for a pair: its name, and what of it is set.
    public static func registrations(_ symbol: SymbolSettings, _ settings: Settings) -> [String] {
        symbol.strategies.map { settings.strategies[$0.int] }.filter { $0.timeframe != nil }.map { row in
            let set = row.parameters?.rows.map { "\($0.name) \(Self.short($0.value))" } ?? []
            let text = set.isEmpty ? "as it comes" : set.joined(separator: ", ")
            return "\(symbol.name): \(row.name) (\(text))"
        }
    }

    private static func short(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
    }

    private static func profile(_ settings: Settings) -> [String] {
        let pairs = settings.symbols.flatMap { symbol in
            let p = symbol.parameters
            let own = "\(symbol.name): \(symbol.strategy) (rsi_period \(p.rsiPeriod), bb_std \(p.bbStd), "
                + "ma_fast \(p.maFast), ma_slow \(p.maSlow), lookback \(p.lookback))"
            return [own] + registrations(symbol, settings)
        }
        let exits = settings.symbols.filter(\.exitsOnly).map { "\($0.name): exit only, nothing is entered" }
        return ["Trading Profile: \(settings.profile)"] + pairs + exits
    }
}
