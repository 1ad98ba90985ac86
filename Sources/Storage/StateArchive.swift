import Glibc

/// The state folders that runs have set aside beside their own: kept by number and size, the newest first.
public enum StateArchive {
    /// How much is kept.
    public struct Limit: Sendable, Equatable {
        /// Runs, at most; 0 keeps none.
        public var runs: Int
        /// Bytes of all together, at most; the newest stays whatever its size is.
        public var bytes: Int

        /// Three runs, and 2 GiB.
        public static let standard = Limit(runs: 3, bytes: 2 << 30)

        public init(runs: Int, bytes: Int) {
            self.runs = runs
            self.bytes = bytes
        }
    }

    /// One folder that was set aside.
    public struct Folder: Sendable, Equatable {
        /// Where it is, and of how many bytes.
        public let path: String
        public let bytes: Int
        /// The run that set it aside.
        let run: Int
        /// What tells two of one run apart.
        let copy: Int
    }

    /// What became of them.
    public struct Report: Sendable, Equatable {
        /// Those that stay, the newest first.
        public var kept: [Folder] = []
        /// Those that were deleted.
        public var deleted: [Folder] = []
        /// Those that are over the limit, and that Strata does not delete: others' files are in them.
        public var foreign: [String] = []

        /// Bytes that stay.
        public var keptBytes: Int { kept.reduce(0) { $0 + $1.bytes } }
    }

    /// The folders beside a state folder, the newest first; links are none.
    public static func folders(beside state: String) -> [Folder] {
        let slash = state.lastIndex(of: "/")
        let parent = slash.map { String(state[..<$0]) } ?? "."
        let prefix = String(slash.map { state[state.index(after: $0)...] } ?? state[...]) + ".before-run-"
        return FolderNames.all(in: parent).compactMap { name -> Folder? in
            guard name.hasPrefix(prefix) else { return nil }
            let parts = name.dropFirst(prefix.utf8.count)
                .split(separator: "-", omittingEmptySubsequences: false)
            guard let run = parts.first.flatMap({ Int($0) }), parts.count < 3,
                let copy = parts.count == 2 ? Int(parts[1]) : 1
            else { return nil }
            let path = "\(parent)/\(name)"
            var info = stat()
            guard lstat(path, &info) == 0, info.st_mode & S_IFMT == S_IFDIR else { return nil }
            return Folder(path: path, bytes: size(of: path), run: run, copy: copy)
        }.sorted { ($0.run, $0.copy) > ($1.run, $1.copy) }
    }

    /// Deletes what is over the limit. A folder goes only where it carries Strata's mark and holds nothing at
    /// its top but what Strata puts there.
    public static func prune(beside state: String, _ limit: Limit) -> Report {
        var report = Report()
        for folder in folders(beside: state) {
            let isFirst = report.kept.isEmpty && limit.runs > 0
            let fits = report.kept.count < limit.runs && report.keptBytes + folder.bytes <= limit.bytes
            if isFirst || fits {
                report.kept.append(folder)
            } else if !isOurs(folder.path) || !delete(folder.path) {
                report.foreign.append(folder.path)
            } else {
                report.deleted.append(folder)
            }
        }
        return report
    }

    private static func isOurs(_ path: String) -> Bool {
        var info = stat()
        guard stat(path, &info) == 0, info.st_uid == geteuid() else { return false }
        let names = names(path)
        return names.contains(StateFolder.marker) && names.allSatisfy(StateFolder.isKnown)
    }

    private static func names(_ path: String) -> [String] {
        FolderNames.all(in: path).filter { $0 != "." && $0 != ".." }
    }

    /// The bytes of all files below a folder; links are not followed.
    public static func size(of path: String) -> Int {
        names(path).reduce(0) { sum, name in
            var info = stat()
            guard lstat("\(path)/\(name)", &info) == 0 else { return sum }
            return sum + (info.st_mode & S_IFMT == S_IFDIR ? size(of: "\(path)/\(name)") : Int(info.st_size))
        }
    }

    /// Deletes a folder with what is below it; a link goes, what it leads to stays. The mark goes last, so
    /// that what an interrupted deletion leaves is deleted by the next.
    private static func delete(_ path: String) -> Bool {
        for name in names(path) where name != StateFolder.marker {
            let inner = "\(path)/\(name)"
            var info = stat()
            guard lstat(inner, &info) == 0 else { return false }
            let isGone = info.st_mode & S_IFMT == S_IFDIR ? delete(inner) : unlink(inner) == 0
            guard isGone else { return false }
        }
        unlink("\(path)/\(StateFolder.marker)")
        return rmdir(path) == 0
    }
}
