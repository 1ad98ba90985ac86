import Configuration
import Executor
import Market
import Messages
import Stages

/// The executor's process as far as its account sees it: the stage with its keeper of stops, what it kept,
/// and its timers. It dies, and begins anew from what was kept.
struct ExecutorSeat {
    /// When it dies of its next input: before anything that follows is kept, or after, with nothing said yet.
    enum Death { case beforeCommit, afterCommit }

    private let settings: Settings
    private let bug: PlantedBug?
    /// `nil` while it is away.
    private var stage: BentKeeper?
    /// What it kept, commit by commit.
    private(set) var commits: [[Record]] = []
    /// Event time of the newest commit.
    private(set) var keptUntil = Timestamp.zero
    private var wakes: [(id: TimerID, due: Timestamp)] = []
    private var causes: UInt64 = 0
    /// How it dies of its next input; it lives on where it is `nil`.
    var death: Death?

    init(_ settings: Settings, _ bug: PlantedBug?) { (self.settings, self.bug) = (settings, bug) }

    /// Whether it is there.
    var isUp: Bool { stage != nil }

    /// All that is durable.
    var disk: Disk {
        let disk = Disk(nil)
        for records in commits {
            for record in records { disk.append(record) }
            disk.commit(at: keptUntil)
        }
        return disk
    }

    /// Begins with what was kept.
    mutating func begin() {
        // As a venue at the exchange is chosen for.
        let layout: BracketLayout = settings.market == .spot ? .together : .apart
        var fresh = BentKeeper(settings, bug, layout: layout)
        for record in disk.records { fresh.recover(record) }
        (stage, death) = (fresh, nil)
        wakes.removeAll()
    }

    /// It is gone.
    mutating func end() {
        stage = nil
        death = nil
        wakes.removeAll()
    }

    /// The newest commits are lost with it.
    mutating func tear(_ count: Int) { commits.removeLast(min(count, commits.count)) }

    /// When a timer is due; never where none is.
    var due: Timestamp { wakes.reduce(.never) { min($0, $1.due) } }

    /// The next timer that is due by a time.
    mutating func takeDue(by time: Timestamp) -> TimerID? {
        guard let place = wakes.firstIndex(where: { $0.due <= time }) else { return nil }
        return wakes.remove(at: place).id
    }

    /// Handles an input; `nil` where it died of it.
    mutating func handle(_ input: Input, at time: Timestamp) -> Effects? {
        guard var stage else { return Effects() }
        causes += 1
        var effects = Effects()
        self.stage = nil
        stage.handle(Envelope(input, at: time, id: EventID(raw: causes)), into: &effects)
        self.stage = stage
        let isDying = death != nil && !effects.list.isEmpty
        if isDying, death == .beforeCommit { return nil }
        if !effects.records.isEmpty {
            commits.append(effects.records)
            keptUntil = time
        }
        if isDying { return nil }
        for case .wake(let id, let due) in effects.list {
            wakes.removeAll { $0.id == id }
            if due != .never { wakes.append((id, due)) }
        }
        return effects
    }
}
