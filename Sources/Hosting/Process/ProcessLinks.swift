import Bus
import Delivery
import Engine
import Messages
import Stages

/// The sockets by which a process asks others, a line each.
final class ProcessLinks {
    private struct Line {
        let name: RequestLine
        let link: RequestLink
        /// By the link's own ticket: the core's.
        var tickets: [Int]
    }

    /// An outcome that came at once.
    private struct Refusal {
        let line: RequestLine
        let ticket: Int
    }

    private var lines: [Line] = []
    private var refused: [Refusal] = []
    private let feed: Endpoint
    private let context: Context
    private let reactor: Reactor

    private static let peerLimit = 256
    private static let repairLimit = 4

    /// Links to those whom a process asks, and to those whom it hears.
    init(
        _ rank: ProcessRank, _ endpoints: Endpoints, _ context: Context, _ reactor: Reactor
    ) throws(BusError) {
        self.context = context
        self.reactor = reactor
        feed = try endpoints.answerer(Topology.Member(rank: .feedHandler, instance: 0))
        for (place, member) in endpoints.topology.heard(by: rank).enumerated() {
            try add(.repair(place), to: endpoints.answerer(member), limit: Self.repairLimit)
        }
        for member in endpoints.topology.asked(by: rank) {
            try add(.peer(member.rank), to: endpoints.answerer(member), limit: Self.peerLimit)
        }
    }

    private func add(_ name: RequestLine, to endpoint: Endpoint, limit: Int) throws(BusError) {
        let link = try RequestLink(to: endpoint, in: context, limit: limit)
        _ = reactor.watch(link)
        lines.append(Line(name: name, link: link, tickets: Array(repeating: 0, count: limit)))
    }

    /// When it wants to be called next, monotonic ns.
    var nextDeadline: Int64 {
        refused.isEmpty ? lines.reduce(.max) { min($0, $1.link.nextDeadline) } : 0
    }

    /// Sends a request, or puts it in line. What can't even stand in line was never sent.
    func ask(
        _ name: RequestLine, ticket: Int, topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer,
        answerBy: Int64
    ) throws(BusError) {
        // History is asked for once, at the start.
        if name == .history, !lines.contains(where: { $0.name == .history }) {
            try add(.history, to: feed, limit: 1)
        }
        guard let place = lines.firstIndex(where: { $0.name == name }) else { return }
        switch try lines[place].link.ask(topic: topic, payload: payload, answerBy: answerBy) {
        case .accepted(let own): lines[place].tickets[own] = ticket
        case .refused: refused.append(Refusal(line: name, ticket: ticket))
        }
    }

    /// Lets answers come and deadlines pass; each outcome goes to `take`, which may ask again.
    func progress(
        now: Int64, _ take: (AskOutcome, RequestLine, Int) throws(HostError) -> Void
    ) throws {
        // Those with nothing out, too: an answer that came too late must not lie in the socket and wake us.
        for place in lines.indices {
            var failure: HostError?
            try lines[place].link.progress(now: now) { own, outcome in
                do throws(HostError) {
                    try take(AskOutcome(outcome), lines[place].name, lines[place].tickets[own])
                } catch {
                    failure = failure ?? error
                }
            }
            if let failure { throw failure }
        }
        while let next = refused.popLast() { try take(.neverSent, next.line, next.ticket) }
    }
}
