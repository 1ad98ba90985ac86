import Engine
import Files
import Hosting
import Messages

/// What `strata up` was asked for.
public struct UpOptions: Sendable {
    /// What the children are told.
    public var environment: ProcessEnvironment
    /// Folder of the executables.
    public var programs: String
    /// Folder of their log files.
    public var logs: String
    /// Where the output journal goes; `nil` for none.
    public var journal: OutputFile?
    /// Processes that are neither started nor stopped: a program of somebody else stands in for them.
    public var absent: [ProcessRank] = []
    /// Which stages share a process.
    public var plan = ProcessPlan.standard
    /// Draws the screen anew instead of writing lines.
    public var isTerminal: Bool

    /// `isTerminal`: whether standard output is a terminal that can draw, unless told otherwise.
    public init(
        environment: ProcessEnvironment, programs: String, logs: String,
        isTerminal: Bool = Supervisor.canDraw()
    ) {
        self.environment = environment
        self.programs = programs
        self.logs = logs
        self.isTerminal = isTerminal
    }

    /// The processes to start, without those that somebody else's program stands in for.
    func processes(_ topology: Topology) -> [ProcessPlan.Process] {
        plan.processes(topology).compactMap { process in
            let members = process.members.filter { !absent.contains($0.rank) }
            return members.isEmpty ? nil : ProcessPlan.Process(name: process.name, members: members)
        }
    }
}
