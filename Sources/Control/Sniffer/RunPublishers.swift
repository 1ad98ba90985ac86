import Bus
import Engine
import Glibc

/// Who publishes in a run directory: the seven, and whatever else has a socket there.
enum RunPublishers {
    /// The names of the PUB sockets, by name.
    static func names(in directory: RunDirectory) -> [String] {
        let standard = Topology(tacticInstances: 1).members.map { "\($0.name).pub" }
        return Set(standard + files(in: directory.path)).sorted()
    }

    private static func files(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".pub") { names.append(name) }
        }
        return names
    }
}
