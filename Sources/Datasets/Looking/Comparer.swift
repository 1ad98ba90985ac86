import BinanceFeed
import Exchanges
import Market
import Messages
import Stages
import Storage

/// Walks through the rows of a pair and the exchange's at the same time.
final class Comparer {
    private(set) var comparison = DatasetComparison()
    /// What is asked for: the times that the files cover.
    let piece: HistoryPiece
    private let name: String
    private var source: any EventSource
    private var parser: LineParser
    private var own = MarketEvent.none
    private var hasOwn = false

    /// - Returns: `nil` for what the exchange does not tell without a key, and for what can't be read.
    init?(_ row: DatasetCheck.Row) {
        let group = row.group
        guard case .rows(let kind) = group.content, row.joined.refusal == nil, row.joined.report.used > 0
        else { return nil }
        let (instruments, report) = (group.instruments, row.joined.report)
        switch kind {
        case .klines(let length):
            // Events of candles are at their ends.
            piece = HistoryPiece(
                group.symbol, .candles(length), from: report.first - length.span, to: report.last)
            parser = .klines(symbol: SymbolID(0), interval: length)
        case .aggTrades:
            let end = report.last + .milliseconds(1)
            piece = HistoryPiece(group.symbol, .trades, from: report.first, to: end)
            parser = .aggTrades(symbol: SymbolID(0))
        default: return nil
        }
        let paths = group.files.map(\.path)
        guard let source = try? DataFolder.open(paths, kind, SymbolID(0), instruments) else { return nil }
        (self.source, name) = (source, "\(group.symbol) \(group.word)")
        parser.beginFile()
        advance()
    }

    /// Takes the exchange's next rows.
    func take(_ lines: [UInt8]) {
        lines.withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count, let length = bytes[start...].firstIndex(of: 10).map({ $0 - start }) {
                take(UnsafeRawBufferPointer(rebasing: bytes[start..<start + length]))
                start += length + 1
            }
        }
    }

    /// The exchange has no more.
    func finish() {
        while hasOwn {
            comparison.noteExtra(own, name)
            advance()
        }
    }

    func fail(_ why: String) { comparison.failure = why }

    private func take(_ line: UnsafeRawBufferPointer) {
        var theirs = MarketEvent.none
        do throws(FeedProblem) {
            guard try parser.parse(line, into: &theirs) != nil else { return }
        } catch { return fail("the exchange's own row can't be read: \(error)") }
        comparison.rows += 1
        while hasOwn, Self.key(own) < Self.key(theirs) {
            comparison.noteExtra(own, name)
            advance()
        }
        guard hasOwn, Self.key(own) == Self.key(theirs) else { return comparison.noteLacking(theirs, name) }
        comparison.compare(own, theirs, name)
        advance()
    }

    private func advance() {
        do throws(StorageError) { hasOwn = try source.next(into: &own) } catch {
            hasOwn = false
            fail("\(error)")
        }
    }

    /// What tells one row from another.
    private static func key(_ event: MarketEvent) -> Int64 {
        if case .trade(let trade) = event.message { return trade.tradeID }
        return event.time.nanoseconds
    }
}
