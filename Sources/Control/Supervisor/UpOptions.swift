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
}
