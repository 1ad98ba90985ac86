import Configuration
import Hosting
import Market
import Messages
import Stages

/// One process of the simulated system: its stages in a host of their own, what it keeps, and how far it
/// has heard each topic.
final class SimulatedProcess {
    /// How far one topic has been heard, and what came too early.
    struct Line {
        var last = 0
        var early: [Int] = []
        var isBeingRepaired = false

        /// Whether what comes next is here already.
        var hasNext: Bool { early.contains(last + 1) }

        mutating func forgetOld() {
            if !early.isEmpty { early.removeAll { $0 <= last } }
        }
    }

    let rank: ProcessRank
    let disk = Disk()
    let hearing: KindSet
    private(set) var engine: InProcessHost
    private(set) var outbox: Outbox
    private(set) var tap: StepTap
    private(set) var epoch: UInt32 = 0
    var isAlive = false
    /// Whether the others have noticed that it is gone.
    var isMissed = false
    /// By topic.
    var lines: [Line]
    /// Close of the newest candle that the stages have seen, by symbol.
    var lastCandle: [Timestamp]

    init(_ rank: ProcessRank, topics: Int, symbols: Int) {
        self.rank = rank
        let kinds = MessageKind.allCases.filter { kind in
            let heard = TopicCatalogue.heard(by: rank)
            let alsoByVenue = rank == .executor && TopicCatalogue.heard(by: .venue).contains(kind)
            return heard.contains(kind) || alsoByVenue
        }
        hearing = KindSet(kinds)
        lines = Array(repeating: Line(), count: topics)
        lastCandle = Array(repeating: .zero, count: symbols)
        engine = InProcessHost()
        outbox = Outbox(peers: [], log: nil)
        tap = StepTap()
    }

    /// Starts anew: stages without a past but for their records.
    func start(_ settings: Settings, run: UInt32, bug: PlantedBug?) {
        epoch += 1
        isAlive = true
        engine = InProcessHost(ids: .free(epoch: epoch, counter: 0))
        PlantedBug.add(rank, to: &engine, settings, run: run, bug)
        outbox = Outbox(peers: Self.peers(of: rank), log: nil)
        tap = StepTap()
        disk.reopen()
        engine.recover(disk.records)
        engine.records = disk
        engine.gateway = outbox
        engine.observer = ObserverGroup([outbox, tap])
        for index in lastCandle.indices { lastCandle[index] = .zero }
    }

    /// Whom a process asks; the venue stands behind a link of its own, as an exchange does.
    private static func peers(of rank: ProcessRank) -> [ProcessRank] {
        switch rank {
        case .l1Operational: [.riskManager, .executor]
        case .executor: [.venue]
        default: []
        }
    }

    /// Runs one step; what it wants to say lies in the outbox then.
    func step<Result>(_ body: (inout InProcessHost) -> Result) -> Result { body(&engine) }

    /// Takes over a whole state that was saved.
    func restore(_ bytes: [UInt8]) throws {
        var reader = StateReader(bytes)
        try engine.restore(from: &reader)
    }

    /// Whether a candle was not seen before; it counts as seen from now on.
    func isNew(_ kline: Kline) -> Bool {
        guard kline.closeTime > lastCandle[kline.symbol.int] else { return false }
        lastCandle[kline.symbol.int] = kline.closeTime
        return true
    }
}
