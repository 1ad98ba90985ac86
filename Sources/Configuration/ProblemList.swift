/// Collects what is wrong with one file while its readers go on: every problem is told at once.
final class ProblemList {
    private let file: SourceFile
    private(set) var problems: [ConfigurationProblem] = []

    init(_ file: SourceFile) { self.file = file }

    /// Notes a problem with the value at a path.
    func add(_ path: [String], _ what: ConfigurationProblem.What) {
        let place = FilePlace(of: path, in: file.bytes)
        problems.append(ConfigurationProblem(file: file.name, place: place, path: path, what: what))
    }

    /// Throws what all lists together have found.
    static func check(_ lists: [ProblemList]) throws(ConfigurationError) {
        let all = lists.flatMap(\.problems)
        if !all.isEmpty { throw ConfigurationError(problems: all) }
    }
}
