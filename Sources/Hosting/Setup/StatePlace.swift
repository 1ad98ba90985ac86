import Files
import Glibc
import Market
import Stages
import Storage

/// The folder that `--state` means, looked at before anything is touched: a run renames it, and only what is
/// Strata's may be renamed.
public struct StatePlace: Sendable {
    /// The real folder: absolute, without links, `.`, `..` or a slash at the end.
    public let path: String

    /// Takes a folder that is new, empty or Strata's; says what else it is.
    /// - Parameter isKept: whether the run goes on with it, so that it keeps its name.
    public init(_ named: String, isKept: Bool = false) throws(HostError) {
        guard !named.isEmpty, !named.utf8.contains(0) else { throw .usage("--state names no folder") }
        let found = PathKind(named)
        guard found == .folder || found == .nothing else {
            throw .usage("--state \(named) is \(found.text); expected a folder")
        }
        guard let path = RealPath.future(named), [.folder, .nothing].contains(PathKind(path)) else {
            throw .usage("--state \(named): no folder can be made there; a file stands where a folder must")
        }
        self.path = path
        try checkWhere(named)
        if found == .folder { try checkWhat(named, isKept) }
    }

    /// Whether a file or folder lies in it.
    public func checkApart(_ option: String, _ folder: String) throws(HostError) {
        guard let other = RealPath.future(folder), RealPath.isInside(other, path) else { return }
        throw .usage(
            "\(option) \(folder) lies in the state folder \(path), which a run sets aside; name another one")
    }

    /// Some folders are never renamed, whatever they hold.
    private func checkWhere(_ named: String) throws(HostError) {
        let owner = getpwuid(geteuid()).map { String(cString: $0.pointee.pw_dir) }
        let homes = [ProcessEnvironment.variable("HOME"), owner]
        let home = homes.compactMap { $0.flatMap(RealPath.existing) }.first { RealPath.isInside($0, path) }
        let what: String? =
            if path == "/" {
                "is the root of the file system"
            } else if home != nil {
                "is the home folder, or holds it"
            } else if RealPath.existing(".").map({ RealPath.isInside($0, path) }) ?? false {
                "is the folder you are in, or holds it"
            } else {
                nil
            }
        guard let what else { return }
        throw .usage("--state \(named) \(what), which a run would set aside: name a folder in it")
    }

    private func checkWhat(_ named: String, _ isKept: Bool) throws(HostError) {
        var info = stat()
        var above = stat()
        guard stat(path, &info) == 0, stat(path + "/..", &above) == 0 else {
            throw .cannotRead(path: path, why: String(cString: strerror(errno)))
        }
        guard info.st_uid == geteuid() else {
            throw .usage("--state \(named) belongs to user \(info.st_uid); expected a folder of this user")
        }
        guard info.st_dev == above.st_dev || isKept || StateFolder.isEmpty(path) else {
            throw .usage(
                "--state \(named) is a file system of its own, which can't be set aside: name a folder in it")
        }
        let foreign = StateFolder.foreign(in: path)
        guard foreign.isEmpty else {
            let names = foreign.sorted().prefix(3).map { ForeignText.shown($0.utf8) }.joined(separator: ", ")
            throw .usage(
                "--state \(named) holds what is not Strata's (\(names)): name a new or an empty folder, or "
                    + "one that a run has left")
        }
    }
}

extension OutputFile {
    /// A file may not lie in the folder that a run sets aside.
    public func checkOutside(_ folder: StatePlace) throws(HostError) {
        guard RealPath.isInside(place, folder.path) else { return }
        throw .usage(
            "\(option) \(path) lies in the state folder \(folder.path), which a run sets aside; "
                + "name another place")
    }
}
