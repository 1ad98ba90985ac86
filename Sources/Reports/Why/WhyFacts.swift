import Files
import Market
import Storage

/// What a story takes from elsewhere than the journal: approvals from the executor's books, and the lines
/// of recorded data. What can't be had is left out of the story.
public struct WhyFacts: Sendable {
    private let books: String?
    private let run: UInt32
    private let data: DataFolder?
    /// Those of the run; none where they aren't known.
    package let instruments: InstrumentTable

    /// Nothing but the journal.
    public init() { self.init(books: nil, run: 1, instruments: InstrumentTable([]), data: nil) }

    /// - Parameters:
    ///   - books: path of the executor's books; `nil` where there are none.
    ///   - run: whose orders are meant.
    ///   - instruments: those of the run; none where they aren't known.
    ///   - data: the recorded data of the run; `nil` where it is another.
    package init(books: String?, run: UInt32, instruments: InstrumentTable, data: DataFolder?) {
        (self.books, self.run, self.instruments, self.data) = (books, run, instruments, data)
    }

    /// A line for each child of a signal's order: what it was approved for.
    func approvals(of signal: String) -> [String] {
        guard let books, FileBytes.exists(books),
            let rows = try? StoredApprovals.rows(of: ["r\(run)-\(signal)", signal], in: books)
        else { return [] }
        return rows.filter { $0.approved != .absent }.map { row in
            "The executor's books have its order \(row.leg) of \(row.quantity), within the risk manager's "
                + "approval of \(row.approved)."
        }
    }

    /// Where a candle of the journal stands in the recorded data, as in "data/BTCUSDT-1m.csv:12".
    package func place(of entry: JournalEntry) -> String? {
        guard let data, entry.kind.hasPrefix("kline_"), let symbol = entry["symbol"],
            let length = Timeframe.allCases.first(where: { "kline_\($0.wireName)" == entry.kind }),
            let open = entry["open_time"].flatMap(Int64.init),
            let instrument = instruments.symbol(named: symbol).map({ instruments[$0] }),
            let found = try? CandleFinder.find(
                openTime: Timestamp(nanoseconds: open), length, of: instrument, in: data)
        else { return nil }
        return "\(found.file):\(found.line)"
    }
}
