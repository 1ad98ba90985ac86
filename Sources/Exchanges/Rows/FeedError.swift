import Market

/// A problem of recorded data with its place.
public struct FeedError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Path of the file.
    public var file: String
    /// Counted from 1.
    public var line: Int
    /// What is wrong there.
    public var problem: FeedProblem

    public init(file: String, line: Int, problem: FeedProblem) {
        self.file = file
        self.line = line
        self.problem = problem
    }

    public var description: String { ForeignText.line("\(file):\(line): \(problem)") }
}
