import Cores
import Engine
import Market
import Messages
import Sealing
import Stages

/// The shell around the core of one simulated process: what it keeps outlives its deaths, and the network,
/// the clock and the disk are played.
final class SimulatedProcess {
    let rank: ProcessRank
    let member: Topology.Member
    /// As in the frames' headers.
    let name: Label
    let disk: Disk
    let journal: MemoryJournal
    let tap = StepTap()
    /// What runs; that of the last start where it is dead.
    var core: ProcessCore?
    /// Its edge, where it takes requests under seal.
    var gate: Gate?
    /// Start number, kept where it goes on with its journal; and how often it started at all.
    var epoch: UInt32 = 0
    var starts = 0
    var isAlive = false
    /// Since when it runs.
    var upSince: Int64 = 0
    /// Until when it stands still.
    var stalledUntil: Int64 = 0
    /// After a death: whether its journal can be read, so that it goes on where it was.
    var isJournalKept = false
    /// When its next tick is in the queue.
    var tickAt = Int64.max
    /// Frames lost for good that were told.
    var lost: UInt64 = 0
    /// How many words wanted out before the step at hand, and how many still leave where it dies in it.
    var wordsBefore = 0
    var wordsLeft: Int?

    init(_ member: Topology.Member, _ bug: PlantedBug?) {
        self.member = member
        rank = member.rank
        name = Label(clipping: member.name)
        disk = Disk(bug)
        journal = MemoryJournal(bug)
    }

    /// Event time of its last step.
    var time: Timestamp { core?.engine.time ?? .zero }

    /// A start: nothing of what was on its way is for it.
    func begin(isExact: Bool) {
        if !isExact {
            epoch += 1
            journal.forget()
        }
        starts += 1
        isAlive = true
        (lost, tickAt, stalledUntil, wordsBefore, wordsLeft) = (0, .max, 0, 0, nil)
        disk.reopen()
        if !isExact { disk.beginAnew() }
        tap.clear()
    }
}
