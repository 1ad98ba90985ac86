import BinanceFeed
import Market

/// One file of a download: its rows, and how it is called. Whole months of candles and fundings and whole
/// days of trades are called as in the exchange's dumps, "BTCUSDT-1m-2025-05"; a part of one tells its times,
/// "BTCUSDT-1m-2025-05-04T1536_2025-05-20".
package struct DownloadPiece: Sendable, Hashable {
    /// Which of the exchange's markets.
    package let market: MarketKind
    /// What is to be fetched.
    package let rows: HistoryPiece
    /// The month, the day, or the times.
    package let label: String

    /// The folder under that of the download, as `--data` looks for it.
    package var folder: String {
        let kind: String
        switch rows.kind {
        case .candles: kind = "klines"
        case .trades: kind = "ticks"
        case .funding: kind = "funding"
        }
        return "\(kind)/\(market == .spot ? "spot" : "um")"
    }

    /// The file's name without its ending.
    package var stem: String { "\(rows.name)-\(rows.kind.word)-\(label)" }

    /// The pieces of a pair between two moments, oldest first.
    package static func all(
        _ name: String, _ kind: HistoryKind, _ market: MarketKind, from: Timestamp, to: Timestamp
    ) -> [DownloadPiece] {
        var pieces: [DownloadPiece] = []
        var start = from
        while start < to {
            let (begin, next) = period(of: start, kind)
            let end = min(next, to)
            let label = start == begin && end == next
                ? periodLabel(begin, kind) : "\(moment(start))_\(moment(end))"
            let rows = HistoryPiece(name, kind, from: start, to: end)
            pieces.append(DownloadPiece(market: market, rows: rows, label: label))
            start = end
        }
        return pieces
    }

    /// What of it is left beside files that are there: itself, parts of it, or nothing.
    /// - Parameter covered: the times of those files.
    package func without(_ covered: [(Timestamp, Timestamp)]) -> [DownloadPiece] {
        var left: [DownloadPiece] = []
        var start = rows.from
        let files = covered.filter { $0.0 < rows.to && $0.1 > rows.from }.sorted { $0.0 < $1.0 }
        for (begin, end) in files {
            if begin > start { left.append(part(start, begin)) }
            start = max(start, end)
        }
        if start < rows.to { left.append(part(start, rows.to)) }
        return left
    }

    private func part(_ from: Timestamp, _ to: Timestamp) -> DownloadPiece {
        guard from != rows.from || to != rows.to else { return self }
        let piece = HistoryPiece(rows.name, rows.kind, from: from, to: to)
        return DownloadPiece(market: market, rows: piece, label: "\(Self.moment(from))_\(Self.moment(to))")
    }

    /// The times that a file of a download covers by its name; `nil` where it is none of this pair and kind.
    package static func times(
        of file: String, _ name: String, _ kind: HistoryKind
    ) -> (Timestamp, Timestamp)? {
        let front = "\(name)-\(kind.word)-"
        let ending = [".csv.gz", ".csv", ".zip"].first { file.hasSuffix($0) }
        guard let ending, file.hasPrefix(front), file.count > front.count + ending.count else { return nil }
        let label = String(file.dropFirst(front.count).dropLast(ending.count))
        let parts = label.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 2, let from = Self.moment(of: parts[0]), let to = Self.moment(of: parts[1]) {
            return (from, to)
        }
        let day = label.count == 7 ? label + "-01" : label
        guard parts.count == 1, let begin = Self.moment(of: day) else { return nil }
        return (begin, label.count == 7 ? nextMonth(begin) : begin + .days(1))
    }

    private static func period(of time: Timestamp, _ kind: HistoryKind) -> (Timestamp, Timestamp) {
        let day = time.floor(to: .days(1))
        if kind == .trades { return (day, day + .days(1)) }
        let begin = moment(of: "\(String(day.description.prefix(7)))-01") ?? day
        return (begin, nextMonth(begin))
    }

    private static func periodLabel(_ begin: Timestamp, _ kind: HistoryKind) -> String {
        String(begin.description.prefix(kind == .trades ? 10 : 7))
    }

    private static func nextMonth(_ begin: Timestamp) -> Timestamp {
        moment(of: "\(String((begin + .days(31)).description.prefix(7)))-01") ?? begin + .days(31)
    }

    /// "2025-05-04", or "2025-05-04T1536" within a day, with its seconds where it has some.
    private static func moment(_ time: Timestamp) -> String {
        let text = time.description
        if time == time.floor(to: .days(1)) { return String(text.prefix(10)) }
        let clock = text.dropFirst(11).prefix(time == time.floor(to: .minutes(1)) ? 5 : 8)
        return "\(text.prefix(10))T\(clock.filter { $0 != ":" })"
    }

    private static func moment(of text: String) -> Timestamp? {
        var text = text
        if let mark = text.firstIndex(of: "T") {
            let clock = text[text.index(after: mark)...]
            guard [4, 6].contains(clock.count), clock.allSatisfy(\.isNumber) else { return nil }
            let parts = stride(from: 0, to: clock.count, by: 2).map { clock.dropFirst($0).prefix(2) }
            text = "\(text[..<mark])T\(parts.joined(separator: ":"))"
        }
        return try? Timestamp(parsing: text)
    }
}
