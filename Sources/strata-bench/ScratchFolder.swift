import Glibc
import Hosting

/// A private folder for sockets and files, gone when its owner is.
struct ScratchFolder: ~Copyable {
    let path: String

    init(in parent: String = "/tmp") throws(HostError) {
        var template = Array("\(parent)/strata-bench-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw .cannotWrite(path: parent, why: String(cString: strerror(errno)))
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { Self.remove(path) }

    private static func remove(_ path: String) {
        if let folder = opendir(path) {
            while let entry = readdir(folder) {
                let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name != "." && name != ".." { remove("\(path)/\(name)") }
            }
            closedir(folder)
            rmdir(path)
        } else {
            unlink(path)
        }
    }
}
