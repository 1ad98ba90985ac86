import Market

/// What the name of a file of recorded data tells, as the exchange's dumps and the samples have it:
/// "BTCUSDT-1m-2025-05.csv.gz", in the pair's own folder "1m_2025-05-04.csv".
public struct DataFileName: Sendable, Hashable {
    /// What a file's rows are.
    public enum Content: Sendable, Hashable {
        /// What a run reads.
        case rows(DataKind)
        /// Funding rates, which no run reads yet.
        case funding
    }

    /// The exchange's name of the pair: "BTCUSDT".
    public let symbol: String
    public let content: Content

    /// - Parameters:
    ///   - name: the file's own name.
    ///   - folder: the name of the folder that it lies in.
    /// - Returns: `nil` for what is called like no recorded data.
    public init?(_ name: String, in folder: String) {
        let isRecording = Self.ends(name, [".jsonl.gz", ".jsonl"])
        guard isRecording || Self.ends(name, [".csv.gz", ".csv.zip", ".csv", ".zip"]) else { return nil }
        let stem = name.prefix { $0 != "." }
        let parts = stem.split(whereSeparator: { $0 == "-" || $0 == "_" }).map(String.init)
        guard let first = parts.first else { return nil }
        if isRecording {
            (symbol, content) = (first, .rows(.recordings))
        } else if let content = Self.content(first) {
            (symbol, self.content) = (folder, content)
        } else if parts.count > 1, let content = Self.content(parts[1]) {
            (symbol, self.content) = (first, content)
        } else {
            return nil
        }
    }

    private static func ends(_ name: String, _ endings: [String]) -> Bool {
        endings.contains { name.lowercased().hasSuffix($0) }
    }

    private static func content(_ word: String) -> Content? {
        if word == "fundingRate" { return .funding }
        let kinds = Timeframe.allCases.map { DataKind.klines($0) } + [.trades, .aggTrades, .bookTicker]
        return kinds.first { $0.word == word }.map { .rows($0) }
    }

    /// What it is, in a word: "1m", "aggTrades".
    public var word: String {
        switch content {
        case .funding: "fundingRate"
        case .rows(.recordings): "recording"
        case .rows(let kind): kind.word
        }
    }
}
