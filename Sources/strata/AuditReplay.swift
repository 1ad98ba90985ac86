import Glibc
import Hosting
import Messages

/// Becomes the audited program itself, which alone reads the state that it saved.
enum AuditReplay {
    private static let options = SetupOptions.names + ["process", "instance", "state", "l2-instances"]

    static func run(_ given: [String]) throws(HostError) {
        let arguments = try Arguments(given, options: options, flags: [])
        let name = arguments["process"] ?? ""
        guard let rank = ProcessRank.processes.first(where: { $0.name == name }) else {
            let known = ProcessRank.processes.map(\.name).joined(separator: ", ")
            throw .usage("--process is \"\(name)\"; expected one of \(known)")
        }
        var environment = try SetupOptions.environment(arguments)
        environment.instance = Int(try arguments.number("instance") ?? 0)
        environment.stateDirectory = arguments["state"] ?? environment.stateDirectory
        if let groups = arguments["l2-instances"] {
            environment.tacticInstances = groups.split(separator: ";").map {
                $0.split(separator: ",").map(String.init)
            }
        }
        let folder = "\(environment.stateDirectory)/journal/\(rank.name).\(environment.instance)"
        guard FileBytes.exists(folder) else {
            throw .cannotRead(
                path: folder, why: "no such journal; --state names the state folder of a lockstep run")
        }
        for (name, value) in environment.variables { setenv(name, value, 1) }
        let program = "\(Supervisor.programFolder())/\(rank.name)"
        let words: [String] = [program, "--audit", folder]
        let command = words.map { strdup($0) } + [nil]
        execv(program, command)
        throw .failed("can't start \(program): \(String(cString: strerror(errno)))")
    }
}
