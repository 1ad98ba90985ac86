import Bus
import Market
import Messages

/// Hears what is said in a lockstep run and gives it to observers in the order of all things: step by
/// step, and within a step by id, whatever order it comes in.
final class StepHearing {
    private struct Step {
        let number: UInt64
        var said: [Reach]
    }

    private let inbox: LockstepInbox
    private let repair: FrameRepair
    private let subscriber: Socket
    private let observers: [any FrameObserver]
    private let members: [Topology.Member]
    private let instruments: InstrumentTable
    /// What a test lets go wrong with frames on their way in.
    private var border: FaultyBorder?
    private var current: [Reach] = []
    private var waiting: [Step] = []
    private var missingSince: Int64 = 0
    private(set) var due = Int64.max

    /// What the observers are told: all that people and journals see.
    static let kinds: KindSet = [
        .kline, .ticker, .trade, .depth, .clock, .strategyUpdate, .drift, .tacticTargets, .executionPlan,
        .signal, .order,
        .report, .alert, .riskAlert, .pnlUpdate, .fill, .orderState, .account,
    ]

    init(
        _ topology: Topology, _ instruments: InstrumentTable, header: Header, _ context: Context,
        _ reactor: Reactor,
        _ subscriber: consuming Socket, observers: [any FrameObserver], faults: FrameFaults?
    ) throws(BusError) {
        border = faults.map { FaultyBorder($0) }
        members = topology.members
        self.instruments = instruments
        self.observers = observers
        inbox = LockstepInbox(topology.members, instruments, header: header, keepsBytes: false)
        repair = try FrameRepair(topology, without: nil, context, reactor)
        for member in topology.members { try subscriber.connect(topology.publisher(member)) }
        for entry in TopicCatalogue.entries where Self.kinds.contains(entry.kind) {
            if entry.kind == .ticker {
                for instrument in instruments.instruments {
                    try subscriber.subscribe(prefix: Array(instrument.name.utf8))
                }
            } else {
                try subscriber.subscribe(prefix: Array("\(entry.prefix)".utf8))
            }
        }
        self.subscriber = subscriber
    }

    /// Steps that may be led before an older one was heard whole: the publishers' rings hold their frames.
    static let lagLimit = 32
    /// Wall time after which a frame that nobody can give again ends the run.
    private static let despair: Int64 = 30_000_000_000

    /// Whether everything that was said has been told.
    var isComplete: Bool { waiting.isEmpty }

    /// Whether so much is unheard that the next step must wait.
    var isBehind: Bool { waiting.count >= Self.lagLimit }

    /// Something was said in the step at hand.
    func note(_ reach: Reach) {
        guard LockstepTopic(reach.topic) == nil,
            let kind = reach.topic.withUnsafeBytes({ TopicCatalogue.kind(ofTopic: $0, instruments) }),
            Self.kinds.contains(kind)
        else { return }
        current.append(reach)
    }

    /// The step at hand is over.
    func stepEnded(_ number: UInt64) {
        waiting.append(Step(number: number, said: current))
        current.removeAll(keepingCapacity: true)
    }

    /// Takes in what has come and tells the steps that are whole.
    func progress(now: Int64) throws {
        due = .max
        guard !waiting.isEmpty else { return }
        while try subscriber.drain({
            if border?.pass($0.topic, $0.payload, hold) == nil { hold($0.topic, $0.payload) }
        })
            == 256
        {}
        try repair.progress(now: now, hold)
        var told = 0
        for step in waiting {
            let missing = inbox.missing(step.said)
            guard missing.isEmpty else {
                try wait(for: missing, now)
                break
            }
            missingSince = 0
            tell(step)
            told += 1
        }
        waiting.removeFirst(told)
    }

    private func hold(_ topic: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer) {
        _ = inbox.take(topic: topic, payload: payload)
    }

    private func wait(for missing: [LockstepInbox.Missing], _ now: Int64) throws {
        if missingSince == 0 { missingSince = now }
        guard now - missingSince < Self.despair else {
            let topic = String(decoding: missing[0].topic, as: UTF8.self)
            throw HostError.failed(
                "\(topic) of \(members[missing[0].publisher].name): frames \(missing[0].first) to "
                    + "\(missing[0].last) were not heard within 30 s and can't be fetched")
        }
        if now - missingSince > FrameRepair.patience { try repair.ask(missing, now: now) }
        due = now + FrameRepair.patience
    }

    private func tell(_ step: Step) {
        var time = Timestamp.zero
        for held in inbox.takeOut(StepPlace(step: step.number), wholeStep: true) {
            time = held.header.time
            let frame = Frame(
                message: held.message, id: held.header.id, causes: held.header.causes, time: time,
                rank: members[held.publisher].rank)
            for observer in observers { observer.published(frame) }
        }
        for observer in observers { observer.stepEnded(at: time) }
    }
}
