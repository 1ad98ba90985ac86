import Engine
import Market
import Messages
import Stages
import Storage

/// Makes a process's records durable in SQLite: one transaction per step that stored something.
///
/// When the disk fails, the process stands still before anything that depends on the record leaves it: what
/// can't be kept must not be done.
package final class StoredRecords: MarkedRecords {
    private let store: RecordStore
    private let still: StandStill
    /// What the step at hand wants kept.
    private var batch: [Record] = []
    /// How far records are kept.
    package var marks = RecordMarks()

    package init(_ store: RecordStore, _ still: StandStill) {
        self.store = store
        self.still = still
    }

    /// The newest fills that this run kept before this start: the last of them may never have been said. More
    /// than can be kept in one step.
    package func lastFills(_ kept: [Record]) throws(StorageError) -> [Fill] {
        let before = try store.fillsBefore()
        let fills = kept.compactMap { (record: Record) -> Fill? in
            if case .fill(let fill) = record, fill.fillID > before { fill } else { nil }
        }
        return Array(fills.suffix(16))
    }

    /// Event time up to which the records go; `nil` where there are none.
    package func endedAt() throws(StorageError) -> Timestamp? { try store.endedAt() }

    /// Takes over how far the records of this run go, in lockstep.
    package func findPlace(run: UInt32) throws(StorageError) {
        marks.stored = try store.place(ofRun: run) ?? 0
    }

    /// Begins a free run whose steps count from the first.
    package func beginAnew() {
        (marks.stored, marks.finished) = (0, 0)
        keep { try store.setPlace(0) }
    }

    /// Adds a record to the batch of this step, unless it was stored before the process was killed.
    package func append(_ record: Record) {
        if !marks.isStored { batch.append(record) }
    }

    /// The moment is kept too: where a run that was killed goes on.
    package func commit(at time: Timestamp) {
        defer { marks.endStep() }
        guard !batch.isEmpty else { return }
        keep { try write(time) }
        batch.removeAll(keepingCapacity: true)
    }

    /// All of the batch, or nothing.
    private func write(_ time: Timestamp) throws {
        do {
            try store.begin()
            for record in batch { try store.append(record) }
            try store.setEnd(time)
            if let mark = marks.current { try store.setPlace(mark) }
            try store.commit()
        } catch {
            // SQLite may have taken it back already.
            try? store.rollBack()
            throw error
        }
    }

    /// Notes how far the run has come.
    package func end(at time: Timestamp) { keep { try store.setEnd(time) } }

    private func keep(_ write: () throws -> Void) {
        do { try still.keep(write) } catch { still.giveUp(error) }
    }
}
