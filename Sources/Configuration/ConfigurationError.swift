/// Everything that is wrong with a configuration, found in one go: nothing of it is applied.
public struct ConfigurationError: Error, Sendable, Hashable {
    /// At least one, in the order of the files.
    public let problems: [ConfigurationProblem]

    /// An error of these problems.
    public init(problems: [ConfigurationProblem]) { self.problems = problems }

    /// One problem with a file as a whole.
    public init(_ file: SourceFile, _ what: ConfigurationProblem.What) {
        problems = [ConfigurationProblem(file: file.name, what: what)]
    }

    /// A file that is not there, or can't be read (`reason` is the system's word for it).
    public static func missing(file: String, reason: String) -> ConfigurationError {
        ConfigurationError(problems: [ConfigurationProblem(file: file, what: .missingFile(reason))])
    }
}

extension ConfigurationError: CustomStringConvertible {
    /// One line for each problem.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
