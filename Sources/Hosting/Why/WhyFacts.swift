import Market
import Storage

/// What a story takes from elsewhere than the journal: approvals from the executor's books, and the lines
/// of recorded data. What can't be had is left out of the story.
public struct WhyFacts: Sendable {
    private var books: String?
    private var run: UInt32 = 1
    private var data: DataFolder?
    /// Those of the run; none where they aren't known.
    private(set) var instruments = InstrumentTable([])

    /// Nothing but the journal.
    public init() {}

    /// - Parameters:
    ///   - journal: the journal of `strata up`; `nil` where it is of `strata run`, which keeps no books.
    ///   - environment: what names settings and recorded data, which are used where they are what the
    ///     journal's hashes speak of.
    ///   - told: the journal as it was read.
    public init(_ journal: RunJournal?, _ environment: ProcessEnvironment, _ told: Journal) {
        books = journal.map { "\($0.state)/executor.sqlite" }
        run = journal?.run ?? 1
        guard let settings = try? SetupLoader.load(environment).settings else { return }
        if settings.instrumentHash == told.instrumentHash { instruments = settings.instruments }
        guard told.dataHash == RecordedData.hash(environment.data, settings) else { return }
        data = DataFolder(environment.data)
        instruments = settings.instruments
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
    func place(of entry: JournalEntry) -> String? {
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
