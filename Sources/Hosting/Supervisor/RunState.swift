import Market
import Storage

/// Begins a run: raises its number and makes its state folder ready.
public enum RunState {
    /// Raises the run's number; renames the old state folder, or goes on with it where the environment
    /// says so. Data older than the kept state is refused with both times.
    public static func begin(_ environment: inout ProcessEnvironment, firstEvent: Timestamp?) throws(HostError) {
        let folder = environment.stateDirectory
        do {
            let parent = Self.parent(of: folder)
            let run = try RunCounter(in: parent).raise()
            environment.run = run
            if environment.keepsState {
                try resume(&environment, firstEvent)
            }
            try StateFolder.prepare(folder, run: run, keep: environment.keepsState)
        } catch let error as HostError {
            throw error
        } catch {
            throw .failed("\(error)")
        }
    }

    /// Goes on where the last run ended: later data only.
    private static func resume(_ environment: inout ProcessEnvironment, _ firstEvent: Timestamp?) throws {
        let path = "\(environment.stateDirectory)/executor.sqlite"
        guard FileBytes.exists(path) else { return }
        let store = try RecordStore(path, instruments: InstrumentTable([]))
        guard let ended = try store.endedAt() else { return }
        if environment.from.isEmpty {
            environment.from = "\(ended + TimeSpan(nanoseconds: 1_000_000_000))"
        } else if let firstEvent, firstEvent <= ended {
            throw HostError.data(
                "the kept state ends at \(ended), but the data begins at \(firstEvent): "
                    + "give --from a later time, or start without --keep-state")
        }
    }

    private static func parent(of folder: String) -> String {
        guard let slash = folder.lastIndex(of: "/") else { return "." }
        return slash == folder.startIndex ? "/" : String(folder[..<slash])
    }
}
