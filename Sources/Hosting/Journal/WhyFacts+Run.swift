import Market
import Reports
import Storage

extension WhyFacts {
    /// - Parameters:
    ///   - journal: the journal of `strata up`; `nil` where it is of `strata run`, which keeps no books.
    ///   - environment: what names settings and recorded data, which are used where they are what the
    ///     journal's hashes speak of.
    ///   - told: the journal as it was read.
    public init(_ journal: RunJournal?, _ environment: ProcessEnvironment, _ told: Journal) {
        var (instruments, data) = (InstrumentTable([]), DataFolder?.none)
        if let settings = try? SetupLoader.load(environment).settings {
            let isItsData = told.dataHash == RecordedData.hash(environment.data, settings)
            if isItsData { data = DataFolder(environment.data) }
            if isItsData || settings.instrumentHash == told.instrumentHash {
                instruments = settings.instruments
            }
        }
        self.init(
            books: journal.map { "\($0.state)/executor.sqlite" }, run: journal?.run ?? 1,
            instruments: instruments, data: data)
    }
}
