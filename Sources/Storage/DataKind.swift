import Market

/// The kinds of recorded files, and how their names tell them.
public enum DataKind: Sendable, Hashable {
    case klines(Timeframe)
    case trades
    case aggTrades
    case bookTicker
    /// Raw WebSocket recordings.
    case recordings

    /// The part of a file's name that follows the symbol: "BTCUSDT-1m-2025-05.csv.gz".
    var word: String {
        switch self {
        case .klines(let interval): interval.name
        case .trades: "trades"
        case .aggTrades: "aggTrades"
        case .bookTicker: "bookTicker"
        case .recordings: ""
        }
    }

    /// The folder in which files of the kind stand where they stand apart.
    var folder: String {
        switch self {
        case .klines: "klines"
        case .trades, .aggTrades, .bookTicker: "ticks"
        case .recordings: "recordings"
        }
    }

    /// Of two that fit a name the later one holds.
    private var endings: [String] {
        self == .recordings ? [".jsonl", ".jsonl.gz"] : [".csv", ".csv.gz", ".zip", ".csv.zip"]
    }

    /// Whether a file of this name is of this kind and symbol. In the symbol's own folder the name need
    /// not repeat it ("1m_2025-05-04_2025-06-24.csv.gz").
    func matches(_ name: String, of symbol: String, inOwnFolder: Bool) -> Bool {
        guard let ending = endings.last(where: { name.lowercased().hasSuffix($0) }) else { return false }
        let parts = name.dropLast(ending.count).split(whereSeparator: { $0 == "-" || $0 == "_" })
        if parts.first == symbol[...] { return self == .recordings || parts.dropFirst().first == word[...] }
        return inOwnFolder && self != .recordings && parts.first == word[...]
    }
}
