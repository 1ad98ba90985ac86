import Market
import Messages
import Stages

/// Leads the processes of a lockstep run through steps and rounds: the conductor as a pure value.
///
/// It keeps the order of `InProcessHost`: timers due by an event's time go before it, by due time, rank,
/// instance and id; what was said in a round is handled in the next; a round in which nobody has
/// anything to do ends the step. So seven processes give the bytes that one gives.
struct StepLeader {
    /// A round that one process is to handle.
    struct Order: Equatable {
        var member: Int
        var go: Go
    }

    private enum Phase { case waiting, leading, ended }

    private let members: [Topology.Member]
    /// By kind: the members that hear it.
    private let listeners: [[Int]]
    private let instruments: InstrumentTable
    private var phase = Phase.waiting
    private(set) var place = StepPlace()
    private(set) var time = Timestamp.zero
    private var timers = TimerQueue()
    private var upcoming: Timestamp?
    private var requests: [(member: Int, topic: [UInt8], payload: [UInt8])] = []
    /// By member: whether its answer to this round is missing, and whether it has more for the next.
    private var isAwaited: [Bool]
    private var hasMore: [Bool]
    private var expected: [[Reach]]
    /// What was said in this step, for those who watch.
    private(set) var said: [Reach] = []

    init(_ members: [Topology.Member], _ instruments: InstrumentTable) {
        self.members = members
        self.instruments = instruments
        listeners = MessageKind.allCases.map { kind in
            members.indices.filter { Self.hears(members[$0].rank, kind) }
        }
        isAwaited = [Bool](repeating: false, count: members.count)
        hasMore = isAwaited
        expected = [[Reach]](repeating: [], count: members.count)
    }

    /// The executor's process holds the paper venue: it hears for both.
    private static func hears(_ rank: ProcessRank, _ kind: MessageKind) -> Bool {
        TopicCatalogue.heard(by: rank).contains(kind)
            || rank == .executor && TopicCatalogue.heard(by: .venue).contains(kind)
    }

    /// Whether the data and everything that followed from it has been handled.
    var hasEnded: Bool { phase == .ended && !isWaiting }

    /// Whether somebody has not answered yet.
    var isWaiting: Bool { isAwaited.contains(true) }

    /// Whether this member's answer to the round is missing.
    func awaits(_ member: Int) -> Bool { isAwaited[member] }

    // MARK: - Steps

    /// Begins the run, whose first event is at this time.
    mutating func start(upcoming first: Timestamp?) -> [Order] {
        upcoming = first
        phase = .leading
        return step(at: first ?? .zero, .join, to: Array(members.indices))
    }

    /// Somebody outside asks a process; its turn comes when the step is over.
    mutating func request(of member: Int, topic: [UInt8], payload: [UInt8]) -> [Order] {
        requests.append((member, topic, payload))
        return phase == .leading && !isWaiting ? nextStep() : []
    }

    /// A process has handled its round: answers what comes next, or nothing while others are at work.
    mutating func take(_ done: Done, from member: Int) -> [Order] {
        guard members.indices.contains(member), isAwaited[member], done.place == place else { return [] }
        isAwaited[member] = false
        hasMore[member] = done.hasMore
        for wake in done.wakes { timers.set(slot: Self.code(wake.place), wake.place.timer, due: wake.due) }
        if members[member].rank == .feedHandler { upcoming = done.upcoming }
        for reach in done.said { pass(Reach(publisher: member, topic: reach.topic, last: reach.last)) }
        return isWaiting ? [] : nextRound()
    }

    private mutating func pass(_ reach: Reach) {
        said.append(reach)
        for listener in hearers(of: reach.topic) where listener != reach.publisher {
            expected[listener].append(reach)
        }
    }

    /// Who hears a topic: by the catalogue, or the one to whom it is addressed.
    private func hearers(of topic: [UInt8]) -> [Int] {
        if let address = LockstepTopic(topic)?.address {
            return members.indices.filter { members[$0].name == address }
        }
        guard let kind = topic.withUnsafeBytes({ TopicCatalogue.kind(ofTopic: $0, instruments) }) else {
            return []
        }
        return listeners[Int(kind.rawValue)]
    }

    private mutating func nextRound() -> [Order] {
        let handling = members.indices.filter { hasMore[$0] || !expected[$0].isEmpty }
        guard !handling.isEmpty else { return nextStep() }
        place.round += 1
        guard place.round < InProcessHost.roundLimit else { tooManyRounds() }
        return orders(.frames, to: handling)
    }

    private mutating func nextStep() -> [Order] {
        said.removeAll(keepingCapacity: true)
        if phase == .ended { return [] }
        if !requests.isEmpty {
            let request = requests.removeFirst()
            return step(
                at: time, .request(topic: request.topic, payload: request.payload), to: [request.member])
        }
        if let timer = timers.takeDue(by: upcoming ?? time) { return fire(timer) }
        timers.beginFiring()
        if let upcoming {
            return step(at: upcoming, .event, to: members.indices.filter { members[$0].rank == .feedHandler })
        }
        phase = .ended
        return step(at: time, .end, to: Array(members.indices))
    }

    private mutating func fire(_ timer: TimerQueue.Timer) -> [Order] {
        let place = TimerPlace(
            rank: ProcessRank(rawValue: UInt8(timer.slot >> 8)) ?? .outside, instance: timer.slot & 255,
            timer: timer.id)
        let owner = place.rank == .venue ? .executor : place.rank
        let owners = members.indices.filter {
            members[$0].rank == owner && members[$0].instance == place.instance
        }
        let moment = max(time, timer.due)
        guard timers.mayFire(timer, at: moment) else {
            fatalError("\(EndlessTimer(rank: place.rank, timer: timer.id, time: moment))")
        }
        return step(at: moment, .timer(place), to: owners)
    }

    /// A timer's place in the order of all stages, which is that of the whole host's slots.
    private static func code(_ place: TimerPlace) -> Int {
        Int(place.rank.rawValue) << 8 | place.instance & 255
    }

    private mutating func step(at time: Timestamp, _ cause: Go.Cause, to handling: [Int]) -> [Order] {
        place = StepPlace(step: place.step + 1)
        self.time = time
        return orders(cause, to: handling)
    }

    private mutating func orders(_ cause: Go.Cause, to handling: [Int]) -> [Order] {
        handling.map { member in
            isAwaited[member] = true
            hasMore[member] = false
            defer { expected[member].removeAll(keepingCapacity: true) }
            return Order(
                member: member, go: Go(place: place, time: time, cause: cause, expected: expected[member]))
        }
    }

    private func tooManyRounds() -> Never {
        let topics = said.suffix(8).map { String(decoding: $0.topic, as: UTF8.self) }.joined(separator: "; ")
        fatalError(
            "step \(place.step) at \(time) went over \(InProcessHost.roundLimit) rounds; last said: \(topics)"
        )
    }
}
