import Glibc

/// The private folder of a run's sockets: a directory of this user that nobody else can enter.
public struct RunDirectory: Sendable, Hashable {
    /// Where it is.
    public let path: String

    /// The longest name of a socket in it.
    static let longestName = "l1-operational.99.ring"

    /// Makes the folder (and its parents) with mode 0700. One that exists is taken only if it is
    /// a real directory of this user with that mode. A relative path begins at the working folder; one so
    /// long that the kernel takes no socket in it is refused.
    public init(path given: String) throws(BusError) {
        try self.init(checking: given)
        try Self.create(path)
        try Self.check(path)
    }

    /// The folder of somebody who only asks: the same rules, and nothing is made. In one that is not there
    /// nobody is served.
    public init(asking given: String) throws(BusError) {
        try self.init(checking: given)
        var info = stat()
        if lstat(path, &info) != 0, errno == ENOENT { return }
        try Self.check(path)
    }

    private init(checking given: String) throws(BusError) {
        path = Self.absolute(given)
        let longest = "\(path)/\(Self.longestName)"
        let bytes = longest.utf8.count
        guard bytes <= Endpoint.longestPath else { throw .pathTooLong(longest, bytes: bytes) }
    }

    /// A path from the root, without a slash at its end.
    private static func absolute(_ given: String) -> String {
        var path = given
        while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
        guard !path.hasPrefix("/"), let here = getcwd(nil, 0) else { return path }
        defer { free(here) }
        let folder = String(cString: here)
        return (folder == "/" ? "" : folder) + (path.isEmpty || path == "." ? "" : "/" + path)
    }

    /// `$XDG_RUNTIME_DIR/strata`, or `/tmp/strata-<user id>` where there is none.
    public static func standardPath() -> String {
        if let runtime = getenv("XDG_RUNTIME_DIR"), runtime.pointee != 0 {
            return String(cString: runtime) + "/strata"
        }
        return "/tmp/strata-\(geteuid())"
    }

    /// The ipc endpoint `name` in this folder.
    public func endpoint(_ name: String) throws(BusError) -> Endpoint {
        guard !name.isEmpty, !name.utf8.contains(UInt8(ascii: "/")) else {
            throw .malformedEndpoint(name, expected: "a file name without a slash")
        }
        return try Endpoint("ipc://\(path)/\(name)")
    }

    /// The names of the files in this folder, in order; none where it is not there.
    public func names() throws(BusError) -> [String] {
        guard let folder = opendir(path) else {
            guard errno != ENOENT else { return [] }
            throw .lastSystem("opendir", on: path)
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            names.append(String(decoding: name, as: UTF8.self))
        }
        return names.sorted()
    }

    private static func create(_ path: String) throws(BusError) {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
            throw .lastSystem("mkdir", on: path)
        }
        try create(String(path[..<slash]))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .lastSystem("mkdir", on: path) }
    }

    private static func check(_ path: String) throws(BusError) {
        var info = stat()
        guard lstat(path, &info) == 0 else { throw .lastSystem("lstat", on: path) }
        guard info.st_mode & S_IFMT == S_IFDIR else {
            throw .unsafeDirectory(path, found: "is a link or a file")
        }
        guard info.st_uid == geteuid() else {
            throw .unsafeDirectory(path, found: "belongs to user \(info.st_uid)")
        }
        guard info.st_mode & 0o077 == 0 else {
            throw .unsafeDirectory(path, found: "has mode 0\(String(info.st_mode & 0o777, radix: 8))")
        }
    }
}
