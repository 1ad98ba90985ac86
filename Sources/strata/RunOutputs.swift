import Files
import Hosting
import Stages

/// The files that `run` and `up` write where a person says, looked at before anything begins.
struct RunOutputs {
    /// `--journal`.
    let journal: OutputFile?
    /// `--summary`.
    let summary: OutputFile?

    static let usage = """
          --journal FILE        what was decided and done, one JSON object a line
          --summary FILE        the summary as JSON
          --force               writes over an old journal or summary; never over anything else
        """

    /// Refuses what can't or must not be written.
    init(_ arguments: Arguments) throws(HostError) {
        let isForced = arguments.has("force")
        journal = try arguments["journal"].map { (path) throws(HostError) in
            try OutputFile(path, "--journal", .journal, isForced: isForced)
        }
        summary = try arguments["summary"].map { (path) throws(HostError) in
            try OutputFile(path, "--summary", .summary, isForced: isForced)
        }
        try OutputFile.checkApart([journal, summary].compactMap { $0 })
    }

    /// Where they lie.
    var folders: [String] { [journal, summary].compactMap { $0?.folder } }

    /// Refuses a file in the folder that a run sets aside.
    func checkOutside(_ folder: StatePlace) throws(HostError) {
        for file in [journal, summary].compactMap({ $0 }) { try file.checkOutside(folder) }
    }
}
