import Glibc
import Market
import Stages
import Storage
import Telemetry

/// Makes a process's records durable in SQLite: one transaction per step that stored something.
///
/// When the disk fails, the process stops before anything that depends on the record leaves it: what
/// can't be kept must not be done.
final class StoredRecords: RecordSink {
    private let store: RecordStore
    private let log: Log
    private var isOpen = false
    /// In lockstep: the round at hand. What a round up to `stored` wants kept is kept already.
    var place: StepPlace?
    private(set) var stored: UInt64
    /// In a free run: how many steps are finished, which counts what is kept in the same way.
    var finished: UInt64?

    private var mark: UInt64? { place?.raw ?? finished.map { $0 + 1 } }

    init(_ store: RecordStore, log: Log) {
        self.store = store
        self.log = log
        stored = 0
    }

    /// Takes over how far the records of this run go, in lockstep.
    func findPlace(run: UInt32) throws(StorageError) { stored = try store.place(ofRun: run) ?? 0 }

    /// Begins a free run whose steps count from the first.
    func beginAnew() {
        stored = 0
        finished = 0
        orStop { try store.setPlace(0) }
    }

    func append(_ record: Record) {
        if let mark, mark <= stored { return }
        orStop {
            if !isOpen { try store.begin() }
            isOpen = true
            try store.append(record)
        }
    }

    /// The moment is kept too: where a run that was killed goes on.
    func commit(at time: Timestamp) {
        defer { if let finished { self.finished = finished + 1 } }
        guard isOpen else { return }
        orStop {
            try store.setEnd(time)
            if let mark { try store.setPlace(mark) }
            try store.commit()
        }
        isOpen = false
    }

    /// Notes how far the run has come.
    func end(at time: Timestamp) { orStop { try store.setEnd(time) } }

    private func orStop(_ body: () throws -> Void) {
        do {
            try body()
        } catch {
            log.write(.error, "\(error); the process stops, so that nothing is done that is not kept")
            exit(1)
        }
    }
}
