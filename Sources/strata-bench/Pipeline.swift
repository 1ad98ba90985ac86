import Glibc
import L1Operational
import Stages

/// `strata up` over a sample, looked at while it runs.
enum Pipeline {
    /// Runs it to its end with the programs of a folder; `look` gets its process and its logs, 20 times a
    /// second where nothing else is said. Throws where it does not end well.
    static func play(
        _ kind: SampleEvents.Kind, programs: String, _ more: [String] = [],
        every microseconds: UInt32 = 50_000,
        _ look: (_ up: pid_t, _ logs: String) -> Void
    ) throws(HostError) {
        let folder = try ScratchFolder()
        let logs = "\(folder.path)/log"
        var words = [
            "up", "--data", "samples/\(kind.rawValue)", "--state", "\(folder.path)/state", "--logs", logs,
            "--run-dir", "\(folder.path)/run",
        ]
        words += more
        if !kind.symbols.isEmpty { words += ["--symbols", kind.symbols.joined(separator: ",")] }
        let up = try Child("\(programs)/strata", words)
        var went: Bool?
        while went == nil {
            look(up.pid, logs)
            usleep(microseconds)
            went = up.ending()
        }
        guard went == true else {
            throw .failed("strata \(words.prefix(3).joined(separator: " ")) did not end well; try it by hand")
        }
    }
}
