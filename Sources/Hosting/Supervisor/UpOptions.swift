import Messages

/// What `strata up` was asked for.
public struct UpOptions: Sendable {
    public var environment: ProcessEnvironment
    /// Folder of the executables.
    public var programs: String
    public var logs: String
    public var summaryPath: String?
    public var journalPath: String?
    /// Processes that are neither started nor stopped: a program of somebody else stands in for them.
    public var absent: [ProcessRank] = []
    /// Draws the screen anew instead of writing lines.
    public var isTerminal: Bool

    public init(environment: ProcessEnvironment, programs: String, logs: String, isTerminal: Bool) {
        self.environment = environment
        self.programs = programs
        self.logs = logs
        self.isTerminal = isTerminal
    }
}
