import Engine
import Market
import Messages
import Stages

/// What a process keeps: records by key, durable once committed. A commit can fail; then nothing of it is
/// kept and the process must stop.
final class Disk: MarkedRecords {
    private enum Key: Hashable {
        case order(ClientOrderID)
        case fill(UInt64)
        case funding(SymbolID, UInt64)
        case account(ShortLabel)
        case venueOrder(ClientOrderID)
        case venuePosition(SymbolID)
        case halt
        case day

        init(_ record: Record) {
            switch record {
            case .order(let row): self = .order(row.intent.clientOrderID)
            case .fill(let row): self = .fill(row.fillID)
            case .funding(let row): self = .funding(row.symbol, row.venueID)
            case .account(let row): self = .account(row.asset)
            case .venueOrder(let row): self = .venueOrder(row.order)
            case .venuePosition(let row): self = .venuePosition(row.symbol)
            case .halt: self = .halt
            case .day: self = .day
            }
        }

        /// By kind, as the database gives them back.
        var kind: Int {
            switch self {
            case .order: 0
            case .fill: 1
            case .funding: 2
            case .account: 3
            case .venueOrder: 4
            case .venuePosition: 5
            case .halt: 6
            case .day: 7
            }
        }
    }

    private var rows: [[Record]] = Array(repeating: [], count: 8)
    private var places: [Key: Int] = [:]
    private(set) var batch: [Record] = []
    var marks = RecordMarks()
    /// The step up to which all is kept.
    private var step: UInt64 = 0
    /// Event time of the newest of it.
    private(set) var end = Timestamp.zero
    /// The newest fill of the runs before.
    private var fillsBefore: UInt64 = 0
    /// Fills that were kept twice, by their numbers.
    private(set) var doubledFills: [UInt64] = []
    /// Whether the next commit fails, and whether one has.
    var failsNext = false
    private(set) var hasFailed = false
    private let bug: PlantedBug?

    init(_ bug: PlantedBug?) { self.bug = bug }

    /// All that is durable: by kind, and within it in the order in which each key came first.
    var records: [Record] { rows.flatMap { $0 } }

    /// The newest fills of this run: the last of them may never have been said.
    var lastFills: [Fill] {
        let fills = rows[1].compactMap { (record: Record) -> Fill? in
            if case .fill(let fill) = record, fill.fillID > fillsBefore { fill } else { nil }
        }
        return Array(fills.suffix(16))
    }

    /// Whether a fill is durable.
    func holds(_ fill: Fill) -> Bool { places[.fill(fill.fillID)] != nil }

    func append(_ record: Record) { if !marks.isStored { batch.append(record) } }

    func commit(at time: Timestamp) {
        defer { marks.endStep() }
        guard !batch.isEmpty, !hasFailed else { return }
        if failsNext {
            hasFailed = true
            return
        }
        // The planted mistake: what a step wants kept is kept with the next one.
        let late = bug == .saidBeforeKept ? batch.count : 0
        for record in late > 0 ? delayed : batch { keep(record) }
        delayed = late > 0 ? batch : []
        step = marks.current ?? step
        end = time
        batch.removeAll(keepingCapacity: true)
    }

    private var delayed: [Record] = []

    private func keep(_ record: Record) {
        let key = Key(record)
        if let place = places[key] {
            if case .fill(let fill) = record { doubledFills.append(fill.fillID) }
            rows[key.kind][place] = record
        } else {
            places[key] = rows[key.kind].count
            rows[key.kind].append(record)
        }
    }

    /// A process takes the disk over, with room on it again.
    func reopen() {
        batch.removeAll()
        delayed.removeAll()
        (failsNext, hasFailed) = (false, false)
        marks.stored = step
    }

    /// Its steps count from the first.
    func beginAnew() { (step, marks.stored, marks.finished) = (0, 0, 0) }

    /// A new run begins.
    func beginRun() {
        fillsBefore = rows[1].reduce(fillsBefore) { newest, record in
            if case .fill(let fill) = record { max(newest, fill.fillID) } else { newest }
        }
    }
}

extension VenueOrder {
    fileprivate var order: ClientOrderID { intent.clientOrderID }
}
