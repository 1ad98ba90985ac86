import Bus
import Files
import Glibc
import Hosting
import Market
import Stages

/// The right to run the whole system in one run directory and on one state folder. Taken before anything
/// is touched: a second start must not rename the state of a system that runs.
public final class RunLock {
    /// The run directory, from the root.
    public let runDirectory: String
    private let locks: [InstanceLock]

    /// Takes both, or says which process holds one. What is in the run directory must be Strata's, too.
    public init(_ environment: ProcessEnvironment) throws(HostError) {
        (locks, runDirectory) = try Self.taking { () throws in
            let directory = try RunDirectory(path: environment.runDirectory)
            try Self.claim(directory)
            let state = environment.stateDirectory
            if let slash = state.lastIndex(of: "/") { try FileBytes.makeFolder(String(state[..<slash])) }
            let locks = [
                try InstanceLock(
                    path: "\(directory.path)/supervisor.lock", for: "--run-dir \(directory.path)"),
                try InstanceLock(path: "\(state).lock", for: "--state \(state)"),
            ]
            return (locks, directory.path)
        }
    }

    /// The right to change a state folder on which nothing runs.
    package static func state(_ folder: String) throws(HostError) -> [InstanceLock] {
        try taking { () throws in [try InstanceLock(path: "\(folder).lock", for: "--state \(folder)")] }
    }

    private static func taking<Locks>(_ take: () throws -> Locks) throws(HostError) -> Locks {
        do {
            return try take()
        } catch BusError.endpointInUse(let what, let holder) {
            let who = holder.map { " (process \($0))" } ?? ""
            throw .failed("a system runs already with \(what)\(who): stop it first, or name another folder")
        } catch let error as HostError {
            throw error
        } catch {
            throw .failed("\(error) --run-dir FOLDER names another place for the sockets.")
        }
    }

    private static let marker = ".strata-run"
    private static let endings = [
        ".pub", ".rep", ".ring", ".go", ".lock", ".starts", ".starts.new", ".key", ".key.new",
    ]
    private static let ownNames = ["state", ReloadOrder.name, ReloadOrder.freshName]

    /// Refuses a folder with other people's files, among which sockets and counters would be strewn; marks
    /// one that is new, empty or ours.
    private static func claim(_ directory: RunDirectory) throws {
        let names = try directory.names().filter { $0 != "." && $0 != ".." }
        let foreign = names.filter { name in
            !ownNames.contains(name) && !endings.contains { name.hasSuffix($0) }
        }
        guard foreign.isEmpty || names.contains(marker) else {
            let some = foreign.prefix(3).map { ForeignText.shown($0.utf8) }.joined(separator: ", ")
            throw HostError.usage(
                "--run-dir \(directory.path) holds what is not Strata's (\(some)): name a new or an empty "
                    + "folder")
        }
        let path = "\(directory.path)/\(marker)"
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else {
            throw HostError.cannotWrite(path: path, why: String(cString: strerror(errno)))
        }
        close(file)
    }
}
