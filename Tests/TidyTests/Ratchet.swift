import Testing

/// A rule that some modules don't keep yet: a figure for each, which may only fall. What isn't named
/// here keeps the rule.
struct Ratchet {
    /// Lines of more than 110 columns.
    static let longLines: [String: Int] = [:]
    /// Public declarations without a doc comment.
    static let wordless: [String: Int] = [:]
    /// Files over which a stage is spread: two where nothing is named.
    static let stageFiles = [
        "ExecutorStage": 8, "FeedHandlerStage": 6, "L2TacticStage": 8, "L3StrategyStage": 4, "L4MetaStage": 5,
    ]

    private let rule: String
    private let allowed: [String: Int]

    init(_ rule: String, _ allowed: [String: Int]) {
        self.rule = rule
        self.allowed = allowed
    }

    /// Holds the lines that break the rule against each module's figure.
    func check(_ broken: (SourceText) -> [Int]) {
        for module in SourceTree.folders {
            let places = SourceTree.sources.filter { $0.module == module }.flatMap { file in
                broken(file).filter { !file.isExcused($0) }.map { "\(file.path):\($0 + 1)" }
            }
            let most = allowed[module, default: 0]
            #expect(
                places.count <= most,
                "\(module), \(places.count) times (at most \(most)): \(rule)\n\(places.joined(separator: "\n"))")
        }
    }
}
