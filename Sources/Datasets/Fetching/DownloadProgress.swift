import BinanceFeed
import Market
import Telemetry

/// How far a download has come: by the times of its pieces, which all need about as long.
struct DownloadProgress {
    /// Wall time between two looks of the line, ns.
    private static let period: Int64 = 200_000_000

    private var pieces: [HistoryPiece] = []
    /// Seconds of each piece that are there.
    private var done: [Double] = []
    private var newest: (piece: Int, time: Timestamp)?
    private var rows = 0
    private var began: Int64 = 0
    private var due: Int64 = 0
    /// The share that was there when it began: it took no time.
    private var given = 0.0

    mutating func begin(_ pieces: [HistoryPiece], now: Int64) {
        self.pieces = pieces
        done = Array(repeating: 0, count: pieces.count)
        began = now
    }

    /// Rows of a piece came, or were there.
    mutating func note(_ piece: Int, rows count: Int, upTo time: Timestamp) {
        let before = done[piece]
        done[piece] = (time - pieces[piece].from).seconds
        if count == 0 { given += done[piece] - before }
        rows += count
        newest = (piece, time)
    }

    /// A piece is whole.
    mutating func pass(_ piece: Int) {
        let whole = (pieces[piece].to - pieces[piece].from).seconds
        if done[piece] == 0 { given += whole }
        done[piece] = whole
    }

    /// " 43 %  BTCUSDT 1m 2025-05-17 08:00  61200 rows  12 s left"; `nil` where it was shown just now.
    mutating func line(now: Int64, pause: Int64) -> String? {
        guard now >= due else { return nil }
        due = now + Self.period
        let all = pieces.reduce(0) { $0 + ($1.to - $1.from).seconds }
        let there = done.reduce(0, +)
        guard all > 0 else { return nil }
        let percent = "\(Int(there / all * 100))"
        var text = String(repeating: " ", count: max(0, 3 - percent.count)) + percent + " %"
        if let newest {
            let piece = pieces[newest.piece]
            text += "  \(piece.name) \(piece.kind.word) \(newest.time.minuteText)"
        }
        text += "  \(rows) rows"
        if pause > 0 { return text + "  the exchange wants \(pause) s of peace" }
        let (fetched, taken) = (there - given, Double(now - began) / 1e9)
        guard fetched > 0, taken > 2 else { return text }
        let seconds = Int64((taken / fetched * (all - there)).rounded())
        return text + "  \(TimeSpan.seconds(seconds).words) left"
    }
}
