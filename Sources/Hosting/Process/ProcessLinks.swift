import Bus
import Delivery
import Engine
import Messages
import Stages

/// The ways by which a stage asks others, a line each: a socket, or where they share its process its port.
final class ProcessLinks {
    private struct Line {
        let name: RequestLine
        let link: RequestLink
        /// By the link's own ticket: the core's.
        var tickets: [Int]
        /// Only links that wait for an answer are polled.
        var slot: Reactor.Slot?
    }

    /// An outcome that came at once.
    private struct Refusal {
        let line: RequestLine
        let ticket: Int
    }

    private var lines: [Line] = []
    /// The lines to those who share the process.
    private var within: [(name: RequestLine, member: Topology.Member)] = []
    private var refused: [Refusal] = []
    private let port: IntraProcessPort?
    private let endpoints: Endpoints
    private let context: Context
    private let reactor: Reactor

    private static let peerLimit = 256
    private static let repairLimit = 4

    /// Links to those whom a process asks, and to those whom it hears.
    init(
        _ rank: ProcessRank, _ endpoints: Endpoints, _ context: Context, _ reactor: Reactor,
        _ port: IntraProcessPort?
    ) throws(BusError) {
        self.endpoints = endpoints
        self.context = context
        self.reactor = reactor
        self.port = port
        for (place, member) in endpoints.topology.heard(by: rank).enumerated() {
            try add(.repair(place), to: member, limit: Self.repairLimit)
        }
        for member in endpoints.topology.asked(by: rank) {
            try add(.peer(member.rank), to: member, limit: Self.peerLimit)
        }
    }

    private func add(_ name: RequestLine, to member: Topology.Member, limit: Int) throws(BusError) {
        if let port, port.reaches(member) { return within.append((name, member)) }
        let link = try RequestLink(to: endpoints.answerer(member), in: context, limit: limit)
        lines.append(Line(name: name, link: link, tickets: Array(repeating: 0, count: limit)))
    }

    /// When it wants to be called next, monotonic ns.
    var nextDeadline: Int64 {
        guard refused.isEmpty else { return 0 }
        return lines.reduce(port?.nextDeadline ?? .max) { min($0, $1.link.nextDeadline) }
    }

    /// Sends a request, or puts it in line. What can't even stand in line was never sent.
    func ask(
        _ name: RequestLine, ticket: Int, topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer,
        answerBy: Int64
    ) throws(BusError) {
        // History is asked for once, at the start.
        if name == .history, !has(.history) {
            try add(.history, to: Topology.Member(rank: .feedHandler, instance: 0), limit: 1)
        }
        if let port, let line = within.first(where: { $0.name == name }) {
            let isTaken = port.ask(
                line.member, on: name, ticket: ticket, topic: topic, payload: payload, answerBy: answerBy)
            if !isTaken { refused.append(Refusal(line: name, ticket: ticket)) }
            return
        }
        guard let place = lines.firstIndex(where: { $0.name == name }) else { return }
        switch try lines[place].link.ask(topic: topic, payload: payload, answerBy: answerBy) {
        case .accepted(let own):
            lines[place].tickets[own] = ticket
            lines[place].slot = lines[place].slot ?? reactor.watch(lines[place].link)
        case .refused: refused.append(Refusal(line: name, ticket: ticket))
        }
    }

    /// Polls a link no more that waits for nothing: an answer that comes too late wakes nobody.
    private func rest(_ place: Int) {
        guard lines[place].link.pending == 0, let slot = lines[place].slot else { return }
        reactor.forget(slot)
        lines[place].slot = nil
    }

    private func has(_ name: RequestLine) -> Bool {
        lines.contains { $0.name == name } || within.contains { $0.name == name }
    }

    /// Lets answers come and deadlines pass; each outcome goes to `take`, which may ask again.
    func progress(
        now: Int64, _ take: (AskOutcome, RequestLine, Int) throws(HostError) -> Void
    ) throws {
        for place in lines.indices where lines[place].slot != nil {
            var failure: HostError?
            try lines[place].link.progress(now: now) { own, outcome in
                do throws(HostError) {
                    try take(AskOutcome(outcome), lines[place].name, lines[place].tickets[own])
                } catch {
                    failure = failure ?? error
                }
            }
            if let failure { throw failure }
            rest(place)
        }
        for late in port?.expire(now: now) ?? [] { try take(.noAnswer, late.line, late.ticket) }
        while let next = refused.popLast() { try take(.neverSent, next.line, next.ticket) }
    }
}
