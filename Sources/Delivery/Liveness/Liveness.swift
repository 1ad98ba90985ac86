import Engine
import Market
import Messages
import Stages

/// Who has been heard lately. A process is gone when none of its instances was heard for a while.
package struct Liveness {
    private struct Entry {
        let member: Topology.Member
        let process: Label
        var lastHeard: Int64
        var isReady = false
        var isGone = false
        var handled = Timestamp.zero
    }

    /// Time without a heartbeat after which a process counts as gone.
    private let patience: Int64
    private var entries: [Entry]
    /// By rank, as the stages know it.
    package private(set) var states: [LinkState?]

    package init(_ members: [Topology.Member], patience: Int64 = Pace.standard.patience, now: Int64) {
        self.patience = patience
        entries = members.map { Entry(member: $0, process: Label(clipping: $0.name), lastHeard: now) }
        states = [LinkState?](repeating: nil, count: ProcessRank.allCases.count)
    }

    /// Takes over what the stages know after an exact restart.
    package mutating func restore(_ rank: ProcessRank, _ state: LinkState) {
        states[Int(rank.rawValue)] = state
    }

    /// Takes a heartbeat; answers the rank whose state changed with it.
    package mutating func heard(_ beat: Heartbeat, now: Int64) -> ProcessRank? {
        guard let index = entries.firstIndex(where: { $0.process == beat.process }) else { return nil }
        entries[index].lastHeard = now
        entries[index].isGone = false
        entries[index].isReady = beat.ready
        entries[index].handled = beat.handled
        let rank = entries[index].member.rank
        guard states[Int(rank.rawValue)] != .up else { return nil }
        states[Int(rank.rawValue)] = .up
        return rank
    }

    /// The ranks that have gone by now.
    package mutating func lost(now: Int64) -> [ProcessRank] {
        for index in entries.indices where now - entries[index].lastHeard > patience {
            entries[index].isGone = true
            entries[index].isReady = false
        }
        var gone: [ProcessRank] = []
        for rank in ProcessRank.processes where states[Int(rank.rawValue)] != .down {
            guard entries.contains(where: { $0.member.rank == rank }),
                entries.allSatisfy({ $0.member.rank != rank || $0.isGone })
            else { continue }
            states[Int(rank.rawValue)] = .down
            gone.append(rank)
        }
        return gone
    }

    /// The ranks that are gone now.
    package var gone: [ProcessRank] { ProcessRank.processes.filter { isGone($0) } }

    /// Whether all of a rank are gone now.
    package func isGone(_ rank: ProcessRank) -> Bool { states[Int(rank.rawValue)] == .down }

    /// How many members have said that they are ready.
    package var ready: Int { entries.count { $0.isReady } }

    /// The newest moment that any of them has finished: where a restarted feed handler goes on.
    package var handled: Timestamp { entries.reduce(.zero) { max($0, $1.handled) } }

    /// Whether one process counts as gone, be it an instance of several.
    package func isGone(_ process: Label) -> Bool { entries.contains { $0.isGone && $0.process == process } }

    /// Whether all processes that are waited for are as `isDone` says.
    package func isDone(_ isDone: (Label) -> Bool) -> Bool {
        entries.allSatisfy { $0.isGone || isDone($0.process) }
    }
}
