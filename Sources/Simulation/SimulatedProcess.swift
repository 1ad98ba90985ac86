import Configuration
import Delivery
import Engine
import Market
import Messages
import Stages

/// One process of the simulated system: its stages in a host of their own, what it keeps, and the receiver
/// of a free run that puts in order what it hears.
final class SimulatedProcess {
    let rank: ProcessRank
    /// As in the frames' headers.
    let name: Label
    let disk = Disk()
    let hearing: KindSet
    private(set) var engine: InProcessHost
    private(set) var outbox: Outbox
    private(set) var tap: StepTap
    private(set) var receiver: FrameReceiver
    /// Where each topic's line lies in the receiver.
    private var lines: [FrameReceiver.Place?]
    /// Holds what was said while it was away.
    var catchUp: CatchUp?
    /// Start number, kept where it goes on with its journal; and how often it started at all.
    private(set) var epoch: UInt32 = 0
    private(set) var starts = 0
    var isAlive = false
    /// Until when it stands still.
    var stalledUntil: Int64 = 0
    /// After a death: whether its journal can be read, so that it goes on where it was.
    var isJournalKept = false
    /// What it knows of the others, by place.
    var links: [LinkState?]
    /// Whether it will look for gaps, until when each publisher may answer, and frames lost for good.
    var isRepairing = false
    var askedUntil: [Int64]
    var lost: UInt64 = 0
    /// Its requests without an answer.
    var pending: [Outbox.Asking] = []
    /// Close of the newest candle that the stages have seen, by symbol.
    var lastCandle: [Timestamp]

    init(_ rank: ProcessRank, topics: Int, symbols: Int) {
        self.rank = rank
        name = Label(clipping: "\(rank.name).0")
        let kinds = MessageKind.allCases.filter { kind in
            let heard = TopicCatalogue.heard(by: rank)
            let alsoByVenue = rank == .executor && TopicCatalogue.heard(by: .venue).contains(kind)
            return heard.contains(kind) || alsoByVenue
        }
        hearing = KindSet(kinds)
        lines = Array(repeating: nil, count: topics)
        links = Array(repeating: nil, count: ProcessRank.processes.count)
        askedUntil = Array(repeating: 0, count: links.count)
        receiver = FrameReceiver(InstrumentTable([]), expected: Header(), repairing: [])
        lastCandle = Array(repeating: .zero, count: symbols)
        engine = InProcessHost()
        outbox = Outbox(peers: [], log: nil)
        tap = StepTap()
    }

    /// Starts anew: stages without a past but for their records.
    func start(_ settings: Settings, run: UInt32, bug: PlantedBug?) {
        epoch += 1
        begin(settings)
        pending.removeAll()
        for index in links.indices { links[index] = nil }
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

    /// Goes on with its journal: its state is what it was.
    func goOn(_ settings: Settings) {
        var writer = StateWriter()
        receiver.save(into: &writer)
        begin(settings)
        var reader = StateReader(writer.bytes)
        try? receiver.restore(from: &reader)
        disk.reopen()
    }

    private func begin(_ settings: Settings) {
        starts += 1
        isAlive = true
        receiver = FrameReceiver(settings.instruments, expected: Header(), repairing: [])
        for index in lines.indices { lines[index] = nil }
        for index in askedUntil.indices { askedUntil[index] = 0 }
        (isRepairing, lost, catchUp, stalledUntil) = (false, 0, nil, 0)
    }

    /// Takes a frame in.
    func take(_ message: Message, _ header: Header, topic: Int, _ bytes: [UInt8], _ now: Int64) {
        let known = lines[topic] ?? bytes.withUnsafeBytes { receiver.place(of: $0, header, message.kind) }
        guard let line = known else { return }
        lines[topic] = line
        receiver.accept(message, header, line, now)
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
