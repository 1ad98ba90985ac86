/// What `strata up` was asked for.
public struct UpOptions: Sendable {
    public var environment: ProcessEnvironment
    /// Folder of the executables.
    public var programs: String
    public var logs: String
    public var summaryPath: String?
    public var journalPath: String?
    /// Draws the screen anew instead of writing lines.
    public var isTerminal: Bool

    public init(environment: ProcessEnvironment, programs: String, logs: String, isTerminal: Bool) {
        self.environment = environment
        self.programs = programs
        self.logs = logs
        self.isTerminal = isTerminal
    }
}
