import Configuration
import Messages

/// What a process says of itself when it starts, in the words of the multi-pair document (P11).
public enum StartLines {
    /// L2 tells the profile and each pair's strategy.
    public static func lines(_ rank: ProcessRank, _ settings: Settings) -> [String] {
        guard rank == .l2Tactic else { return [] }
        let pairs = settings.symbols.map { symbol in
            let p = symbol.parameters
            return "\(symbol.name): \(symbol.strategy) (rsi_period \(p.rsiPeriod), bb_std \(p.bbStd), "
                + "ma_fast \(p.maFast), ma_slow \(p.maSlow), lookback \(p.lookback))"
        }
        return ["Trading Profile: \(settings.profile)"] + pairs
    }
}
