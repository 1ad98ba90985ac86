import Files
import Glibc
import Journals
import Stages
import Storage

/// Verifies what a path holds: an output journal, the journal of a process, or a state folder with both.
public struct JournalAudit {
    /// One journal, and what was found.
    public struct Finding: Sendable {
        /// The file, or the folder with its segments.
        public let path: String
        /// "records" or "lines".
        public let unit: String
        /// How many are whole.
        public var count: UInt64 = 0
        /// In how many files.
        public var files = 1
        /// Number of the oldest record that is kept.
        public var first: UInt64 = 1
        /// Hash of the newest record in hexadecimal digits.
        public var head = ""
        /// What is wrong; `nil` where all is whole.
        public var damage: String?
    }

    /// How deep folders are looked through: state folder, process, journal.
    private static let depth = 3

    /// All journals at a path, in the order of their names.
    public static func verify(_ path: String) throws(HostError) -> [Finding] {
        guard FileBytes.exists(path) else {
            throw .cannotRead(path: path, why: "there is no such file or folder")
        }
        guard isFolder(path) else { return [lines(path)] }
        let output = RunJournal.all(inState: path).reversed().map { lines($0.path) }
        let findings = output + folders(path, depth).map(records)
        guard !findings.isEmpty else {
            throw .data(
                "\(path) has no journal: expected a folder with files like 0000000000000001.journal, "
                    + "a state folder with such folders, or an output journal")
        }
        return findings
    }

    private static func lines(_ path: String) -> Finding {
        var finding = Finding(path: path, unit: "lines")
        var verifier = OutputJournalVerifier(path: path)
        do throws(HostError) {
            let (lines, head) = try verifier.verify()
            finding.count = UInt64(lines)
            finding.head = head.hex
        } catch {
            finding.damage = error.description
        }
        return finding
    }

    private static func records(_ folder: String) -> Finding {
        var finding = Finding(path: folder, unit: "records")
        do throws(JournalError) {
            let report = try JournalVerifier(folder: folder).verify()
            finding.count = report.records
            finding.files = report.segments
            finding.first = report.first
            finding.head = report.head.hex
        } catch {
            finding.damage = error.description
        }
        return finding
    }

    /// The folders with a journal, from this one down.
    private static func folders(_ path: String, _ depth: Int) -> [String] {
        if JournalVerifier(folder: path).hasJournal { return [path] }
        guard depth > 0 else { return [] }
        return FolderNames.all(in: path).filter { !$0.hasPrefix(".") }.sorted()
            .map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }.filter(isFolder)
            .flatMap { folders($0, depth - 1) }
    }

    private static func isFolder(_ path: String) -> Bool {
        var info = stat()
        return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
    }
}
