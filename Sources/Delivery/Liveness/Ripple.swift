import Engine
import Market
import Messages

/// Lets a moment of event time ripple through the processes in the order of their rank.
///
/// The feed handler says `progress` when it has said all of a moment; every other process says it when
/// each process of lower rank has, and none of its own requests is out. What a process said stands
/// before its progress on the same connection, so whoever hears the progress has heard all of it. When
/// all have said it, the moment is over and the feed plays the next one.
package struct Ripple {
    private struct Line {
        let process: Label
        let rank: ProcessRank
        var time: Timestamp
    }

    private var lines: [Line]
    /// The moment that this process has said.
    package private(set) var said = Timestamp.zero

    /// Listens to the members of lower rank.
    package init(_ member: Topology.Member, among members: [Topology.Member]) {
        lines = members.filter { $0.rank < member.rank }
            .map { Line(process: Label(clipping: $0.name), rank: $0.rank, time: .zero) }
    }

    /// Whom to listen to.
    package var processes: [Label] { lines.map(\.process) }

    /// Hears how far another process is; true where the feed handler asks for a moment again that was said
    /// already: somebody missed it.
    @discardableResult
    package mutating func heard(_ beat: Heartbeat) -> Bool {
        var isAsked = false
        for index in lines.indices where lines[index].process == beat.process {
            isAsked =
                lines[index].rank == .feedHandler && lines[index].time == beat.handled
                && said >= beat.handled
            lines[index].time = max(lines[index].time, beat.handled)
        }
        return isAsked
    }

    /// The moment to say now, or `nil`. Who is gone is not waited for.
    package mutating func due(_ liveness: Liveness) -> Timestamp? {
        var time = Timestamp.never
        for line in lines where line.rank == .feedHandler || !liveness.isGone(line.process) {
            time = min(time, line.time)
        }
        guard time > said, time != .never else { return nil }
        said = time
        return time
    }
}
