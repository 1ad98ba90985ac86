import Bus
import Delivery
import Engine
import Hosting
import Market
import Messages

/// Leads the processes over sockets, and hears in order all that they say.
///
/// Each process has a link of its own. A word that is lost, in either direction, is said again: a round
/// that a process has handled it answers from memory.
final class Conductor {
    /// The link to one process.
    private final class Seat {
        let socket: Socket
        let slot: Reactor.Slot
        var isHere = false
        /// The round it is at, packed, and when that was said last; empty before the first.
        var order: [UInt8] = []
        var saidAt: Int64 = 0

        init(_ socket: consuming Socket, _ reactor: Reactor) {
            slot = reactor.watch(socket)
            self.socket = socket
        }
    }

    /// Wall time after which a round is said again to a process that has not answered.
    private static let patience: Int64 = 200_000_000

    private let members: [Topology.Member]
    private let seats: [Seat]
    private let codec = LockstepCodec()
    private let log: SupervisorLog
    private var leader: StepLeader
    private var hasStarted = false
    private var upcoming: Timestamp?
    /// The step that begins waits until what was said before it is heard.
    private var isHeld = false
    private var told = Done(place: StepPlace())
    private let hearing: StepHearing
    private(set) var saidAgain: UInt64 = 0

    init(
        _ endpoints: Endpoints, _ setup: ProcessSetup, header: Header, _ context: Context, _ reactor: Reactor,
        _ subscriber: consuming Socket, observers: [any FrameObserver], faults: FrameFaults?,
        log: SupervisorLog
    ) throws(BusError) {
        members = endpoints.members
        self.log = log
        var seats: [Seat] = []
        for member in members {
            let socket = try Socket(.dealer, in: context)
            try socket.bind(endpoints.conductor(of: member))
            seats.append(Seat(socket, reactor))
        }
        self.seats = seats
        leader = StepLeader(members, setup.settings.instruments)
        hearing = try StepHearing(
            endpoints, setup.settings.instruments, header: header, context, reactor, subscriber,
            observers: observers, faults: faults)
    }

    /// Whether everything was handled and heard.
    var hasEnded: Bool { leader.hasEnded && hearing.isComplete }

    /// Event time of the step at hand.
    var time: Timestamp { leader.time }

    /// Event time, or steps, or whoever is waited for: for the screen.
    var waitsFor: [String] { members.indices.filter { leader.awaits($0) }.map { members[$0].name } }

    /// When it wants to be called next.
    var due: Int64 {
        var due = hearing.due
        for index in seats.indices where leader.awaits(index) {
            due = min(due, seats[index].saidAt + Self.patience)
        }
        return due
    }

    /// Takes what the processes tell, and leads on.
    func progress(_ reactor: Reactor, now: Int64) throws {
        for index in seats.indices where reactor.isReady(seats[index].slot) { try listen(to: index, now) }
        for index in seats.indices
        where leader.awaits(index) && !isHeld && now - seats[index].saidAt >= Self.patience {
            saidAgain += 1
            try say(to: index, now)
        }
        try hearing.progress(now: now)
        guard isHeld, !hearing.isBehind else { return }
        isHeld = false
        try lead(now)
    }

    /// Hears what was said but not taken yet.
    func listenToTheEnd(now: Int64) throws { try hearing.progress(now: now) }

    private func listen(to member: Int, _ now: Int64) throws {
        var failure: (any Error)?
        while failure == nil,
            try seats[member].socket.receive({ frames in
                do { try take(frames.topic, frames.payload, from: member, now) } catch { failure = error }
            })
        {}
        if let failure { throw failure }
    }

    private func take(
        _ topic: UnsafeRawBufferPointer, _ payload: UnsafeRawBufferPointer, from member: Int, _ now: Int64
    ) throws {
        if topic.elementsEqual("done".utf8) {
            try codec.decode(payload, into: &told)
            try carryOn(member, now)
        } else if topic.elementsEqual("hello".utf8) {
            try codec.decode(payload, into: &told)
            try greet(member, now)
        } else if topic.starts(with: "request/".utf8) {
            if leader.request(of: member, topic: Array(topic.dropFirst(8)), payload: Array(payload)) {
                try begin(now)
            }
        } else {
            let word = ForeignText.shown(topic, limit: 16)
            log.write(
                .warning,
                "\(members[member].name) said \"\(word)\" to the conductor, which is nothing it knows")
        }
    }

    /// A process has come, or come back.
    private func greet(_ member: Int, _ now: Int64) throws {
        seats[member].isHere = true
        if members[member].rank == .feedHandler { upcoming = told.upcoming }
        if hasStarted {
            if leader.awaits(member) { try say(to: member, now) }
        } else if seats.allSatisfy(\.isHere) {
            hasStarted = true
            if leader.start(upcoming: upcoming) { try begin(now) }
        }
    }

    private func carryOn(_ member: Int, _ now: Int64) throws {
        let before = leader.place.step
        let isNext = leader.take(told, from: member)
        for reach in told.said where told.place.step == before {
            hearing.note(Reach(publisher: member, topic: reach.topic, last: reach.last))
        }
        if leader.place.step != before || !leader.isWaiting { hearing.stepEnded(before) }
        if isNext { try begin(now) }
    }

    /// Says the round that begins, or holds it back until more was heard.
    private func begin(_ now: Int64) throws {
        isHeld = hearing.isBehind && leader.place.round == 0
        if !isHeld { try lead(now) }
    }

    private func lead(_ now: Int64) throws {
        for member in leader.handling {
            seats[member].order.removeAll(keepingCapacity: true)
            seats[member].order.append(contentsOf: codec.encode(leader.go(of: member)))
            try say(to: member, now)
        }
    }

    private func say(to member: Int, _ now: Int64) throws {
        seats[member].saidAt = now
        guard !seats[member].order.isEmpty, seats[member].isHere else { return }
        _ = try seats[member].socket.send(topic: Self.go, payload: seats[member].order)
    }

    private static let go = Array("go".utf8)
}
