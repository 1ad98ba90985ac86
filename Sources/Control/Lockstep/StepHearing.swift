import Bus
import Delivery
import Engine
import Hosting
import Market
import Messages
import Stages

/// Hears what is said in a lockstep run and gives it to observers in the order of all things: step by
/// step, and within a step by id, whatever order it comes in.
final class StepHearing {
    private struct Step: BitwiseCopyable {
        let number: UInt64
        /// How many of the reaches are of this step.
        var count = 0
    }

    private let inbox: LockstepInbox
    private let repair: FrameRepair
    private let subscriber: Socket
    private let observers: [any FrameObserver]
    private let members: [Topology.Member]
    private let instruments: InstrumentTable
    /// What a test lets go wrong with frames on their way in.
    private var border: FaultyBorder?
    /// What was said in the steps that wait and in the one at hand, in this order.
    private var reaches: [Reach] = []
    private var current = Step(number: 0)
    private var waiting: [Step] = []
    private var missingSince: Int64 = 0
    private var missing: [LockstepInbox.Missing] = []
    private(set) var due = Int64.max

    /// What the observers are told: all that people and journals see, and the market that it rests on.
    static let kinds = KindSet(
        TopicCatalogue.entries
            .filter { $0.delivery != .request && ($0.uses.contains(.shown) || $0.publisher == .feedHandler) }
            .map(\.kind).filter { $0 != .heartbeat })

    init(
        _ endpoints: Endpoints, _ instruments: InstrumentTable, header: Header, _ context: Context,
        _ reactor: Reactor,
        _ subscriber: consuming Socket, observers: [any FrameObserver], faults: FrameFaults?
    ) throws(BusError) {
        border = faults.map { FaultyBorder($0) }
        members = endpoints.members
        self.instruments = instruments
        self.observers = observers
        inbox = LockstepInbox(endpoints.members, instruments, header: header, keepsBytes: false)
        repair = try FrameRepair(endpoints, without: nil, context, reactor)
        for member in endpoints.members { try subscriber.connect(endpoints.publisher(member)) }
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
        let isHeard = reach.topic.withBytes { topic in
            LockstepTopic.address(of: topic) == nil
                && TopicCatalogue.kind(ofTopic: topic, instruments).map(Self.kinds.contains) == true
        }
        guard isHeard else { return }
        reaches.append(reach)
        current.count += 1
    }

    /// The step at hand is over.
    func stepEnded(_ number: UInt64) {
        waiting.append(Step(number: number, count: current.count))
        current.count = 0
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
        var past = 0
        for step in waiting {
            inbox.find(missing: reaches[past..<past + step.count], &missing)
            guard missing.isEmpty else {
                try wait(now)
                break
            }
            missingSince = 0
            tell(step)
            told += 1
            past += step.count
        }
        waiting.removeFirst(told)
        reaches.removeFirst(past)
    }

    private func hold(_ topic: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer) {
        _ = inbox.take(topic: topic, payload: payload)
    }

    private func wait(_ now: Int64) throws {
        if missingSince == 0 { missingSince = now }
        guard now - missingSince < Self.despair else {
            throw HostError.failed(
                "\(missing[0].topic) of \(members[missing[0].publisher].name): frames \(missing[0].first) to "
                    + "\(missing[0].last) were not heard within 30 s and can't be fetched")
        }
        if now - missingSince > FrameRepair.patience { try repair.ask(missing, now: now) }
        due = now + FrameRepair.patience
    }

    private func tell(_ step: Step) {
        var time = Timestamp.zero
        inbox.takeOut(StepPlace(step: step.number), wholeStep: true)
        for held in inbox.taken {
            time = held.header.time
            let frame = Frame(
                message: held.message, id: held.header.id, causes: held.header.causes, time: time,
                rank: members[held.publisher].rank)
            for observer in observers { observer.published(frame) }
        }
        for observer in observers { observer.stepEnded(at: time) }
    }
}
