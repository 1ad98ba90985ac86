import Market
import Messages
import Stages

/// Leads the processes of a lockstep run through steps and rounds: the conductor as a pure value.
///
/// After `start`, `request` or `take` answered true, `handling` are the members that are to handle a round,
/// each by its `go(of:)`, until the next true. It keeps the order of `InProcessHost`: timers due by an
/// event's time go before it, by due time, rank, instance and id; what was said in a round is handled in
/// the next; a round in which nobody has anything to do ends the step. So seven processes give the bytes
/// that one gives.
package struct StepLeader {
    private enum Phase { case waiting, leading, ended }

    /// Who handles a round.
    private enum Recipients {
        case all
        /// Those for whom something was said in the round before.
        case listeners
        case member(Int)
        case processes(ProcessRank, instance: Int)
    }

    private let members: [Topology.Member]
    private let names: [Reach.Topic]
    /// By kind: the members that hear it.
    private let listeners: [[Int]]
    private let instruments: InstrumentTable
    private var phase = Phase.waiting
    /// The round that is being handled, or was last.
    package private(set) var place = StepPlace()
    /// Event time of the step at hand.
    package private(set) var time = Timestamp.zero
    private var timers = TimerQueue()
    private var upcoming: Timestamp?
    private var requests: [(member: Int, topic: [UInt8], payload: [UInt8])] = []
    /// By member: whether its answer to this round is missing, and whether it has more for the next.
    private var isAwaited: [Bool]
    private var hasMore: [Bool]
    /// By member: what it is to hear in the next round.
    private var expected: [[Reach]]
    private var orders: [Go]
    /// The members that are to handle the round at hand.
    package private(set) var handling: [Int] = []
    /// What was said in this step, for those who watch.
    package private(set) var said: [Reach] = []

    package init(_ members: [Topology.Member], _ instruments: InstrumentTable) {
        self.members = members
        names = members.map { Reach.Topic(clipping: $0.name) }
        self.instruments = instruments
        listeners = MessageKind.allCases.map { kind in
            members.indices.filter { Self.hears(members[$0].rank, kind) }
        }
        isAwaited = [Bool](repeating: false, count: members.count)
        hasMore = isAwaited
        expected = [[Reach]](repeating: [], count: members.count)
        orders = members.map { _ in Go(place: StepPlace(), time: .zero, cause: .frames) }
    }

    /// The executor's process holds the paper venue: it hears for both.
    private static func hears(_ rank: ProcessRank, _ kind: MessageKind) -> Bool {
        TopicCatalogue.heard(by: rank).contains(kind)
            || rank == .executor && TopicCatalogue.heard(by: .venue).contains(kind)
    }

    /// Whether the data and everything that followed from it has been handled.
    package var hasEnded: Bool { phase == .ended && !isWaiting }

    /// Whether somebody has not answered yet.
    package var isWaiting: Bool { isAwaited.contains(true) }

    /// Whether this member's answer to the round is missing.
    package func awaits(_ member: Int) -> Bool { isAwaited[member] }

    /// The round that a member is to handle, or handled last.
    package func go(of member: Int) -> Go { orders[member] }

    // MARK: - Steps

    /// Begins the run, whose first event is at this time.
    package mutating func start(upcoming first: Timestamp?) -> Bool {
        upcoming = first
        phase = .leading
        return step(at: first ?? .zero, .join, to: .all)
    }

    /// Somebody outside asks a process; its turn comes when the step is over.
    package mutating func request(of member: Int, topic: [UInt8], payload: [UInt8]) -> Bool {
        requests.append((member, topic, payload))
        return phase == .leading && !isWaiting && nextStep()
    }

    /// A process has handled its round: answers whether the next begins, which it does not while others
    /// are at work.
    package mutating func take(_ done: Done, from member: Int) -> Bool {
        guard members.indices.contains(member), isAwaited[member], done.place == place else { return false }
        isAwaited[member] = false
        hasMore[member] = done.hasMore
        for wake in done.wakes { timers.set(slot: Self.code(wake.place), wake.place.timer, due: wake.due) }
        if members[member].rank == .feedHandler { upcoming = done.upcoming }
        for reach in done.said { pass(Reach(publisher: member, topic: reach.topic, last: reach.last)) }
        return !isWaiting && nextRound()
    }

    private mutating func pass(_ reach: Reach) {
        said.append(reach)
        let addressee = reach.topic.withBytes { topic in
            LockstepTopic.address(of: topic).map { Reach.Topic($0) }
        }
        if let addressee {
            for member in members.indices where names[member] == addressee { expected[member].append(reach) }
            return
        }
        let kind = reach.topic.withBytes { TopicCatalogue.kind(ofTopic: $0, instruments) }
        guard let kind else { return }
        for listener in listeners[Int(kind.rawValue)] where listener != reach.publisher {
            expected[listener].append(reach)
        }
    }

    private mutating func nextRound() -> Bool {
        guard members.indices.contains(where: { isMeant($0, by: .listeners) }) else { return nextStep() }
        place.round += 1
        guard place.round < InProcessHost.roundLimit else { tooManyRounds() }
        return lead(.frames, to: .listeners)
    }

    private func isMeant(_ member: Int, by recipients: Recipients) -> Bool {
        switch recipients {
        case .all: true
        case .listeners: hasMore[member] || !expected[member].isEmpty
        case .member(let only): member == only
        case .processes(let rank, let instance):
            members[member].rank == rank && members[member].instance == instance
        }
    }

    private mutating func nextStep() -> Bool {
        said.removeAll(keepingCapacity: true)
        if phase == .ended { return false }
        if !requests.isEmpty {
            let request = requests.removeFirst()
            return step(
                at: time, .request(topic: request.topic, payload: request.payload),
                to: .member(request.member))
        }
        if let timer = timers.takeDue(by: upcoming ?? time) { return fire(timer) }
        timers.beginFiring()
        if let upcoming {
            return step(at: upcoming, .event, to: .processes(.feedHandler, instance: 0))
        }
        phase = .ended
        return step(at: time, .end, to: .all)
    }

    private mutating func fire(_ timer: TimerQueue.Timer) -> Bool {
        let place = TimerPlace(
            rank: ProcessRank(rawValue: UInt8(timer.slot >> 8)) ?? .outside, instance: timer.slot & 255,
            timer: timer.id)
        let owner = place.rank == .venue ? .executor : place.rank
        let moment = max(time, timer.due)
        guard timers.mayFire(timer, at: moment) else {
            fatalError("\(EndlessTimer(rank: place.rank, timer: timer.id, time: moment))")
        }
        return step(at: moment, .timer(place), to: .processes(owner, instance: place.instance))
    }

    /// A timer's place in the order of all stages, which is that of the whole host's slots.
    private static func code(_ place: TimerPlace) -> Int {
        Int(place.rank.rawValue) << 8 | place.instance & 255
    }

    private mutating func step(
        at time: Timestamp, _ cause: Go.Cause, to recipients: Recipients
    ) -> Bool {
        place = StepPlace(step: place.step + 1)
        self.time = time
        return lead(cause, to: recipients)
    }

    /// Makes the orders of a round; answers that there are some.
    private mutating func lead(_ cause: Go.Cause, to recipients: Recipients) -> Bool {
        handling.removeAll(keepingCapacity: true)
        for member in members.indices where isMeant(member, by: recipients) {
            handling.append(member)
            isAwaited[member] = true
            hasMore[member] = false
            orders[member].place = place
            orders[member].time = time
            orders[member].cause = cause
            swap(&orders[member].expected, &expected[member])
            expected[member].removeAll(keepingCapacity: true)
        }
        return true
    }

    private func tooManyRounds() -> Never {
        let topics = said.suffix(8).map { "\($0.topic)" }.joined(separator: "; ")
        fatalError(
            "step \(place.step) at \(time) went over \(InProcessHost.roundLimit) rounds; last said: \(topics)"
        )
    }
}
