import Glibc

/// The folder in which the processes of a run keep their state, readable by its owner alone.
public enum StateFolder {
    /// Makes the folder ready for a run. Unless `keep`, an old one is renamed to
    /// "<folder>.before-run-<run>", so that the run begins empty and nothing is lost.
    public static func prepare(_ path: String, run: UInt32, keep: Bool) throws(StorageError) {
        if !keep, access(path, F_OK) == 0 {
            let old = freeName("\(path).before-run-\(run)")
            guard rename(path, old) == 0 else { throw .cannotWrite(path: old, why: systemError()) }
            try sync(parentOf: path)
        }
        try make(path)
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
