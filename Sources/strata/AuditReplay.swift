import Control
import Engine
import Files
import Glibc
import Hosting
import Market
import Messages
import Stages

/// Becomes the audited program itself, which alone reads the state that it saved.
enum AuditReplay {
    private static let options = SetupOptions.names + ["process", "instance", "state", "l2-instances", "plan"]

    static func run(_ given: [String]) throws(HostError) {
        let arguments = try Arguments(given, options: options, flags: ["json"])
        let name = arguments["process"] ?? ""
        guard let rank = ProcessRank.processes.first(where: { $0.name == name }) else {
            let known = ProcessRank.processes.map(\.name).joined(separator: ", ")
            throw .usage("--process is \(ForeignText.quoted(name)); expected one of \(known)")
        }
        let standard = try SetupOptions.environment(arguments).stateDirectory
        let state = arguments["state"] ?? standard
        let newest = RunJournal.all(inState: state).first
        var environment = try SetupOptions.environment(arguments, of: newest)
        environment.instance = Int(try arguments.number("instance") ?? 0)
        environment.stateDirectory = state
        if let groups = try arguments.tacticGroups() { environment.tacticInstances = groups }
        let folder = try journal(of: "\(rank.name).\(environment.instance)", in: environment)
        if let file = arguments["plan"] { environment.plan = try SetupLoader.plan(file).text }
        for (name, value) in environment.variables { setenv(name, value, 1) }
        let writer = ProcessPlan(text: environment.plan).row(of: rank)?.stages.first ?? rank
        let program = "\(Supervisor.programFolder())/\(writer.name)"
        let words: [String] =
            [program, "--audit", folder, "--stage", rank.name] + (arguments.has("json") ? ["--json"] : [])
        let command = words.map { strdup($0) } + [nil]
        execv(program, command)
        throw .failed("can't start \(program): \(String(cString: strerror(errno)))")
    }

    /// The journal of a process in a state folder that may have one of each kind of run.
    private static func journal(
        of name: String, in environment: ProcessEnvironment
    ) throws(HostError) -> String {
        let kinds = environment.isLockstep ? ["journal", "free-journal"] : ["free-journal", "journal"]
        let folders = kinds.map { "\(environment.stateDirectory)/\($0)/\(name)" }
        if let found = folders.first(where: FileBytes.exists) { return found }
        throw .cannotRead(
            path: folders.joined(separator: " and "),
            why: "no such journal; --state names the state folder of a run. The feed handler of a live "
                + "market keeps none: --record has it write what came")
    }
}
