import Glibc

/// Paths as the file system sees them: absolute, without links, `.`, `..` or a slash at the end.
package enum RealPath {
    /// Where something that exists really is; `nil` where nothing is there.
    package static func existing(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(cString: found)
    }

    /// Where something would be made: what exists of the path is resolved, the rest stands behind it. `nil`
    /// where the rest can't be a name, as in "new/..", or where a file stands in the way.
    package static func future(_ path: String) -> String? {
        let isAbsolute = path.hasPrefix("/")
        var there = path.split(separator: "/")
        var rest: [Substring] = []
        while true {
            let front = (isAbsolute ? "/" : "") + there.joined(separator: "/")
            if let found = existing(front.isEmpty ? "." : front) {
                guard rest.isEmpty || PathKind(found) == .folder else { return nil }
                let start = found == "/" ? "" : found
                return rest.isEmpty ? found : start + rest.map { "/" + $0 }.joined()
            }
            guard let last = there.popLast(), last != ".", last != ".." else { return nil }
            rest.insert(last, at: 0)
        }
    }

    /// Whether a real path is a folder or lies in it.
    package static func isInside(_ path: String, _ folder: String) -> Bool {
        path == folder || path.hasPrefix(folder == "/" ? "/" : folder + "/")
    }
}
