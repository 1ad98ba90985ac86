import Configuration
import Testing

@Suite struct ProcessGroupsTests {
    private static let stages = ["feed-handler", "l2-tactic", "l1-operational", "risk-manager"]

    private func read(_ text: String) throws(ConfigurationError) -> [[String]] {
        try ProcessGroups.read(SourceFile(name: "plan.json", text: text), stages: Self.stages)
            .map { [$0.name] + $0.stages }
    }

    @Test func `groups are read in the order of the file, and none where none are named`() throws {
        #expect(
            try read(#"{"processes": {"decide": ["l2-tactic", "risk-manager"], "rest": ["feed-handler"]}}"#)
                == [["decide", "l2-tactic", "risk-manager"], ["rest", "feed-handler"]])
        #expect(try read("{}").isEmpty)
        #expect(try read(#"{"processes": {}}"#).isEmpty)
        #expect(try read(#"{"processes": {"l2-tactic": ["l2-tactic"]}}"#) == [["l2-tactic", "l2-tactic"]])
    }

    @Test(arguments: [
        (#"{"processes": ["l2-tactic"]}"#, "expected an object of names"),
        (#"{"processes": {"a": "l2-tactic"}}"#, "processes.a is \"l2-tactic\"; expected a list of stages"),
        (#"{"processes": {"a": []}}"#, "expected a list of stages"),
        (#"{"processes": {"a": ["l2"]}}"#, "processes.a[0] is"),
        (#"{"processes": {"a": [7]}}"#, "processes.a[0] is"),
        (#"{"processes": {"a": ["l2-tactic", "l2-tactic"]}}"#, "l2-tactic once more; expected each stage in one process"),
        (#"{"processes": {"a": ["l2-tactic"], "b": ["l2-tactic"]}}"#, "processes.b[0] is l2-tactic once more"),
        (#"{"processes": {"../a": ["l2-tactic"]}}"#, "expected a name of small letters"),
        (#"{"processes": {"": ["l2-tactic"]}}"#, "expected a name of small letters"),
        (#"{"processes": {"l1-operational": ["l2-tactic"]}}"#, "that is no stage's"),
    ])
    func `what can't be a plan is told with its place`(text: String, told: String) {
        let error = #expect(throws: ConfigurationError.self) { try read(text) }
        #expect(error?.description.contains(told) == true, "\(error?.description ?? "")")
        #expect(error?.description.hasPrefix("plan.json:1:") == true)
    }
}
