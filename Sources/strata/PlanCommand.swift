import Control
import Engine
import Files
import Hosting
import Market
import Messages
import Stages

/// Shows which stages share a process, and writes the units of a supervisor for it.
enum PlanCommand {
    static let command = Command(name: name, summary: summary, usage: usage, run: run)
    static let name = "plan"
    static let summary = "shows which stages share a process, and writes units for systemd or supervisord"
    static let usage = """
        strata plan [options]

          --plan FILE           the plan; without it "processes" in strata.json, or each stage by itself
          --config FILE         strata.json (./strata.json where there is one)
          --systemd FOLDER      writes systemd's units there
          --supervisord FOLDER  writes supervisord.conf there
          --json                the plan as JSON

        Example: strata plan --plan plan.json --systemd units
        """

    static func run(_ words: [String]) throws(HostError) {
        let arguments = try Arguments(
            words, options: ["plan", "config", "systemd", "supervisord"], flags: ["json"])
        var environment = try ProcessEnvironment()
        environment.configuration = arguments["config"] ?? environment.configuration
        environment.findConfiguration()
        let plan = try SetupLoader.plan(arguments["plan"] ?? environment.configuration)
        if let folder = arguments["systemd"] {
            try write(SystemdUnits.files(plan), to: folder, "--systemd")
        }
        if let folder = arguments["supervisord"] {
            try write([SupervisordFile.file(plan)], to: folder, "--supervisord")
        }
        Output.say(arguments.has("json") ? json(plan) : table(plan))
    }

    /// A file that is there is not written over.
    private static func write(
        _ units: [UnitFile], to folder: String, _ option: String
    ) throws(HostError) {
        let files = try units.map { (unit) throws(HostError) in
            try OutputFile("\(folder)/\(unit.path)", option, .unit)
        }
        for (file, unit) in zip(files, units) { try file.write(unit.text) }
        Output.note("wrote \(units.count) \(units.count == 1 ? "file" : "files") to \(folder)")
    }

    private static func table(_ plan: ProcessPlan) -> String {
        let width = plan.rows.map(\.name.count).max() ?? 0
        return plan.rows.map { row in
            let fill = String(repeating: " ", count: width - row.name.count)
            return "\(row.name)\(fill)  \(row.stages.map(\.name).joined(separator: ", "))"
        }.joined(separator: "\n")
    }

    private static func json(_ plan: ProcessPlan) -> String {
        let rows = plan.rows.map { row in
            "{\"process\":\"\(row.name)\",\"stages\":["
                + row.stages.map { "\"\($0.name)\"" }.joined(separator: ",") + "]}"
        }
        return "[" + rows.joined(separator: ",") + "]"
    }
}
