import Configuration
import Market
import Messages

/// What a person reads of the history that a run warms up from.
public enum WarmUpLines {
    /// How far back it goes, and each pair of which less is there than the levels need, or a hole in it.
    public static func lines(_ past: [Kline], _ settings: Settings, before first: Timestamp) -> [String] {
        guard !past.isEmpty else { return [] }
        let minute = TimeSpan.minutes(1).nanoseconds
        let wanted = settings.warmUp.nanoseconds / minute
        let lines = settings.instruments.symbols.compactMap { symbol -> String? in
            let own = past.filter { $0.symbol == symbol }
            let name = settings.instruments.name(symbol)
            guard let oldest = own.first?.openTime else { return "\(name) has no history before \(first)" }
            let missing = max(0, (first - oldest).nanoseconds / minute - 1 - Int64(own.count))
            let hole = missing > 0 ? ", \(missing) minutes are missing in it" : ""
            guard missing > 0 || Int64(own.count) < wanted else { return nil }
            return "\(name) has \(own.count) of \(wanted) candles to warm up from, since \(oldest)\(hole)"
        }
        return ["warms up from the \(past.count) candles before \(first)"] + lines
    }
}
