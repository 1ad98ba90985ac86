import Bus
import Market
import Messages
import Telemetry

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
        /// The round it is at, and when that was said last.
        var order: [UInt8]?
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
    private let log: Log
    private var leader: StepLeader
    private var hasStarted = false
    private var upcoming: Timestamp?
    /// A step that waits until what was said before it is heard.
    private var held: [StepLeader.Order] = []
    private let hearing: StepHearing
    private(set) var saidAgain: UInt64 = 0

    init(
        _ topology: Topology, _ setup: ProcessSetup, header: Header, _ context: Context, _ reactor: Reactor,
        _ subscriber: consuming Socket, observers: [any FrameObserver], faults: FrameFaults?,
        log: Log
    ) throws(BusError) {
        members = topology.members
        self.log = log
        var seats: [Seat] = []
        for member in members {
            let socket = try Socket(.dealer, in: context)
            try socket.bind(topology.conductor(of: member))
            seats.append(Seat(socket, reactor))
        }
        self.seats = seats
        leader = StepLeader(members, setup.settings.instruments)
        hearing = try StepHearing(
            topology, setup.settings.instruments, header: header, context, reactor, subscriber,
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
        where leader.awaits(index) && held.isEmpty && now - seats[index].saidAt >= Self.patience {
            saidAgain += 1
            try say(to: index, now)
        }
        try hearing.progress(now: now)
        guard !held.isEmpty, !hearing.isBehind else { return }
        let orders = held
        held.removeAll(keepingCapacity: true)
        try send(orders, now)
    }

    /// Hears what was said but not taken yet.
    func listenToTheEnd(now: Int64) throws { try hearing.progress(now: now) }

    private func listen(to member: Int, _ now: Int64) throws {
        var words: [(topic: [UInt8], payload: [UInt8])] = []
        try seats[member].socket.drain { words.append((Array($0.topic), Array($0.payload))) }
        for word in words { try take(word.topic, word.payload, from: member, now) }
    }

    private func take(_ topic: [UInt8], _ payload: [UInt8], from member: Int, _ now: Int64) throws {
        let word = String(decoding: topic.prefix(8), as: UTF8.self)
        switch word {
        case "hello": try greet(member, try decode(payload), now)
        case "done": try carryOn(member, try decode(payload), now)
        case "request/":
            try send(leader.request(of: member, topic: Array(topic.dropFirst(8)), payload: payload), now)
        default:
            log.write(
                .warning,
                "\(members[member].name) said \"\(word)\" to the conductor, which is nothing it knows")
        }
    }

    private func decode(_ payload: [UInt8]) throws -> Done {
        try payload.withUnsafeBytes { try codec.decodeDone($0) }
    }

    /// A process has come, or come back.
    private func greet(_ member: Int, _ hello: Done, _ now: Int64) throws {
        seats[member].isHere = true
        if members[member].rank == .feedHandler { upcoming = hello.upcoming }
        if hasStarted {
            if leader.awaits(member) { try say(to: member, now) }
        } else if seats.allSatisfy(\.isHere) {
            hasStarted = true
            try send(leader.start(upcoming: upcoming), now)
        }
    }

    private func carryOn(_ member: Int, _ done: Done, _ now: Int64) throws {
        let before = leader.place.step
        let orders = leader.take(done, from: member)
        for reach in done.said where done.place.step == before {
            hearing.note(Reach(publisher: member, topic: reach.topic, last: reach.last))
        }
        if leader.place.step != before || !leader.isWaiting { hearing.stepEnded(before) }
        try send(orders, now)
    }

    private func send(_ orders: [StepLeader.Order], _ now: Int64) throws {
        if hearing.isBehind, orders.first?.go.place.round == 0 {
            held += orders
            return
        }
        for order in orders {
            seats[order.member].order = codec.encode(order.go)
            try say(to: order.member, now)
        }
    }

    private func say(to member: Int, _ now: Int64) throws {
        seats[member].saidAt = now
        guard let order = seats[member].order, seats[member].isHere else { return }
        _ = try seats[member].socket.send(topic: Self.go, payload: order)
    }

    private static let go = Array("go".utf8)
}
