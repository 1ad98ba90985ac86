import Bus
import Files
import Glibc
import Stages
import Storage

/// The output journal that every `strata up` leaves in its state folder: `output/run-<number>.jsonl`, and
/// beside it the environment that its processes got. The run directory tells where the state folder is.
public struct RunJournal: Sendable, Hashable {
    /// Path of the journal.
    public let path: String
    /// The state folder in which it lies.
    public let state: String
    /// Number of the run.
    public let run: UInt32

    private static let ending = ".jsonl"
    /// The file in a run directory that names the state folder of whoever runs there, or ran there last.
    private static let note = "state"

    package init(state: String, run: UInt32) {
        self.state = state
        self.run = run
        path = "\(state)/output/run-\(run)\(Self.ending)"
    }

    /// What the processes of the run were told; `nil` where it can't be read.
    public var environment: ProcessEnvironment? {
        guard let text = Self.text(environmentNote) else { return nil }
        let lines = text.split(separator: "\n")
        var told = try? ProcessEnvironment { name in
            lines.first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.utf8.count + 1)) }
        }
        // The state folder may have been renamed since.
        if told?.setup.isEmpty == false { told?.setup = setup }
        return told
    }

    /// The folder of the run's own copies of its files.
    package var setup: String { "\(state)/output/run-\(run).setup" }

    private var environmentNote: String { "\(state)/output/run-\(run).environment" }

    // MARK: - Writing

    /// Opens the journal of a run that begins, and leaves word of it in its run directory.
    package static func begin(_ environment: ProcessEnvironment) throws(HostError) -> FileSink {
        let own = RunJournal(state: environment.stateDirectory, run: environment.run)
        try FileBytes.makeFolder("\(own.state)/output")
        try write(lines(environment), to: own.environmentNote)
        if !environment.runDirectory.isEmpty {
            try write(absolute(own.state) + "\n", to: "\(environment.runDirectory)/\(note)")
        }
        return try FileSink(path: own.path)
    }

    /// Paths hold wherever they are read from.
    private static func lines(_ given: ProcessEnvironment) -> String {
        var environment = given
        for path in [\ProcessEnvironment.data, \.configuration, \.safeList, \.instruments] {
            environment[keyPath: path] = absolute(environment[keyPath: path])
        }
        return environment.variables.map { "\($0)=\($1)\n" }.joined()
    }

    private static func write(_ text: String, to path: String) throws(HostError) {
        let file = try FileSink(path: path)
        file.write(text)
        try file.flush()
    }

    private static func absolute(_ path: String) -> String {
        guard let found = realpath(path, nil) else { return path }
        defer { free(found) }
        return String(cString: found)
    }

    // MARK: - Finding

    /// The journals in a state folder, the newest run first.
    public static func all(inState folder: String) -> [RunJournal] {
        FolderNames.all(in: "\(folder)/output").compactMap { name in
            guard name.hasPrefix("run-"), name.hasSuffix(ending) else { return nil }
            return UInt32(name.dropFirst(4).dropLast(ending.utf8.count))
        }.sorted(by: >).map { RunJournal(state: folder, run: $0) }
    }

    /// The journals of whoever runs with a run directory, or ran there last; the standard directory where
    /// none is named.
    public static func all(inRunDirectory named: String?) throws(HostError) -> [RunJournal] {
        let path = named ?? ProcessEnvironment.variable("STRATA_RUN_DIR") ?? RunDirectory.standardPath()
        guard FileBytes.exists(path) else { return [] }
        // Another user's folder could name any file.
        do { _ = try RunDirectory(asking: path) } catch { throw .failed("\(error)") }
        guard let text = text("\(path)/\(note)"), let end = text.firstIndex(of: "\n") else { return [] }
        return all(inState: String(text[..<end]))
    }

    private static func text(_ path: String) -> String? {
        (try? FileBytes.read(path)).map { String(decoding: $0, as: UTF8.self) }
    }
}
