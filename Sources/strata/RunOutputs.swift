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
    /// - Parameter run: of one that goes on after a reload: its number stands in the files' names, and what
    ///   the runs before wrote stays.
    init(_ arguments: Arguments, afterReload run: UInt32? = nil) throws(HostError) {
        func named(_ option: String) -> String? {
            arguments[option].map { path in run.map { Self.name(path, of: $0) } ?? path }
        }
        let isForced = arguments.has("force")
        journal = try named("journal").map { (path) throws(HostError) in
            try OutputFile(path, "--journal", .journal, isForced: isForced)
        }
        summary = try named("summary").map { (path) throws(HostError) in
            try OutputFile(path, "--summary", .summary, isForced: isForced)
        }
        try OutputFile.checkApart([journal, summary].compactMap { $0 })
    }

    /// "a/journal.jsonl" of run 8 is "a/journal-run-8.jsonl".
    static func name(_ path: String, of run: UInt32) -> String {
        let name = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        let end = path[name...].lastIndex(of: ".") ?? path.endIndex
        return "\(path[..<end])-run-\(run)\(path[end...])"
    }

    /// Where they lie.
    var folders: [String] { [journal, summary].compactMap { $0?.folder } }

    /// Refuses a file in the folder that a run sets aside.
    func checkOutside(_ folder: StatePlace) throws(HostError) {
        for file in [journal, summary].compactMap({ $0 }) { try file.checkOutside(folder) }
    }
}
