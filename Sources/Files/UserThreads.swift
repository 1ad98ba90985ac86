import Glibc
import Storage

/// How many threads this user has, which the kernel counts together.
package enum UserThreads {
    /// From /proc; 0 where that can't be read.
    package static func count() -> Int {
        let user = "\(getuid())"
        return FolderNames.all(in: "/proc").filter { $0.utf8.allSatisfy { (48...57).contains($0) } }
            .reduce(0) { $0 + count(of: $1, user) }
    }

    private static func count(of process: String, _ user: String) -> Int {
        guard let bytes = try? FileBytes.read("/proc/\(process)/status") else { return 0 }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        func value(_ key: String) -> Substring? {
            lines.first { $0.hasPrefix(key) }?.dropFirst(key.utf8.count)
                .split(whereSeparator: { $0 == " " || $0 == "\t" }).first
        }
        guard let owner = value("Uid:"), owner == user else { return 0 }
        return value("Threads:").flatMap { Int($0) } ?? 0
    }
}
