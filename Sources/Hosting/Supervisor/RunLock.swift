import Bus

/// The right to run the whole system in one run directory and on one state folder. Taken before anything
/// is touched: a second start must not rename the state of a system that runs.
public final class RunLock {
    private let locks: [InstanceLock]

    /// Takes both, or says which process holds one.
    public init(_ environment: ProcessEnvironment) throws(HostError) {
        do {
            let directory = try RunDirectory(path: environment.runDirectory)
            let state = environment.stateDirectory
            if let slash = state.lastIndex(of: "/") { try FileBytes.makeFolder(String(state[..<slash])) }
            locks = [
                try InstanceLock(
                    path: "\(directory.path)/supervisor.lock", for: "--run-dir \(directory.path)"),
                try InstanceLock(path: "\(state).lock", for: "--state \(state)"),
            ]
        } catch BusError.endpointInUse(let what, let holder) {
            let who = holder.map { " (process \($0))" } ?? ""
            throw .failed("a system runs already with \(what)\(who): stop it first, or name another folder")
        } catch let error as HostError {
            throw error
        } catch {
            throw .failed("\(error)")
        }
    }
}
