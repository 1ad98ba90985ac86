import Market
import Messages
import Stages

/// What a process keeps: records by key, durable once committed. A commit can fail; then nothing of it is
/// kept and the process must stop.
final class Disk: RecordSink {
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
    /// Fills that were kept twice, by their numbers.
    private(set) var doubledFills: [UInt64] = []
    /// Whether the next commit fails, and whether one has.
    var failsNext = false
    private(set) var hasFailed = false

    /// All that is durable: by kind, and within it in the order in which each key came first.
    var records: [Record] { rows.flatMap { $0 } }
    var fillCount: Int { rows[1].count }

    func append(_ record: Record) { batch.append(record) }

    func commit(at time: Timestamp) {
        guard !batch.isEmpty, !hasFailed else { return }
        if failsNext {
            hasFailed = true
        } else {
            for record in batch { keep(record) }
        }
        if !hasFailed { batch.removeAll(keepingCapacity: true) }
    }

    /// The input whose records were not kept is handled again, and there is room now.
    func keepAfterAll() {
        hasFailed = false
        failsNext = false
        commit(at: .zero)
    }

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

    /// Another process takes the disk over, with room on it again.
    func reopen() {
        batch.removeAll()
        failsNext = false
        hasFailed = false
    }
}

extension VenueOrder {
    fileprivate var order: ClientOrderID { intent.clientOrderID }
}
