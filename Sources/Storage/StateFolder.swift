import Glibc

/// The folder in which the processes of a run keep their state, readable by its owner alone.
public enum StateFolder {
    /// Makes the folder ready for a run. Unless `keep`, an old one is renamed to
    /// "<folder>.before-run-<run>", so that the run begins empty and nothing is lost.
    public static func prepare(_ path: String, run: UInt32, keep: Bool) throws(StorageError) {
        try refuseForeign(path)
        if !keep, !isEmpty(path) {
            try mark(path)
            let old = freeName("\(path).before-run-\(run)")
            guard rename(path, old) == 0 else { throw .cannotWrite(path: old, why: systemError()) }
            try sync(parentOf: path)
        }
        try claim(path)
    }

    /// Makes the folder where there is none and says that it is Strata's: for each process, as one may be
    /// started by itself. Several may do so at once.
    /// - Throws: `notOurs` where it holds what is not Strata's.
    public static func claim(_ path: String) throws(StorageError) {
        try refuseForeign(path)
        try make(path)
        try mark(path)
    }

    private static func refuseForeign(_ path: String) throws(StorageError) {
        let foreign = foreign(in: path)
        guard foreign.isEmpty else { throw .notOurs(folder: path, name: foreign.min() ?? "") }
    }

    /// Whether nothing but the marker lies in a folder, or there is none.
    public static func isEmpty(_ path: String) -> Bool {
        FolderNames.all(in: path).allSatisfy { $0 == "." || $0 == ".." || $0 == marker }
    }

    /// Says that a folder is Strata's.
    private static func mark(_ path: String) throws(StorageError) {
        let file = Glibc.open("\(path)/\(marker)", O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .cannotWrite(path: "\(path)/\(marker)", why: systemError()) }
        Glibc.close(file)
    }

    /// The file that says that a folder is Strata's.
    public static let marker = ".strata-state"

    /// The names in a folder of which Strata knows nothing; none in a folder with the marker, one that is
    /// empty or one that is not there. Older runs left no marker: theirs is known by the executor's books,
    /// a run's journal or a process's own, with nothing foreign beside.
    public static func foreign(in path: String) -> [String] {
        let names = FolderNames.all(in: path).filter { $0 != "." && $0 != ".." }
        guard !names.isEmpty, !names.contains(marker) else { return [] }
        let unknown = names.filter { !isKnown($0) }
        let isLived = names.contains("executor.sqlite") || names.contains("free-journal")
            || FolderNames.all(in: "\(path)/output").contains { $0.hasPrefix("run-") }
        return unknown.isEmpty && !isLived ? names : unknown
    }

    /// Whether a name is one that Strata's processes give in their state folder.
    static func isKnown(_ name: String) -> Bool {
        let databases = ["executor.sqlite", "risk-manager.sqlite"]
        let endings = ["", "-wal", "-shm", "-journal"]
        let files = ["l4-meta.learned", "feed-handler.told"].flatMap { [$0, $0 + ".new"] }
        return (["journal", "free-journal", "output", "executor.account", marker] + files).contains(name)
            || databases.contains { base in endings.contains { name == base + $0 } }
    }

    private static func freeName(_ wish: String) -> String {
        var name = wish
        var number = 2
        while access(name, F_OK) == 0 {
            name = "\(wish)-\(number)"
            number += 1
        }
        return name
    }

    /// Makes a folder and those above it, for their owner alone.
    static func make(_ path: String) throws(StorageError) {
        guard access(path, F_OK) != 0 else { return }
        if let slash = path.lastIndex(of: "/"), slash > path.startIndex { try make(String(path[..<slash])) }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw .cannotWrite(path: path, why: systemError())
        }
    }

    /// Makes a rename in the folder of this path durable.
    static func sync(parentOf path: String) throws(StorageError) {
        let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let folder = Glibc.open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw .cannotOpen(path: parent, why: systemError()) }
        defer { Glibc.close(folder) }
        guard fsync(folder) == 0 else { throw .cannotWrite(path: parent, why: systemError()) }
    }
}
