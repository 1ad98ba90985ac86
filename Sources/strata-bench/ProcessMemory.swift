import Files
import Glibc

/// What the kernel tells of a process's memory. Not `getrusage`: there a child starts with its parent's peak.
enum ProcessMemory {
    /// The highest resident memory so far (VmHWM), MiB; `nil` where the process is gone.
    static func peak(of pid: pid_t) -> Double? {
        line("VmHWM:", pid).flatMap { Double($0.split(separator: " ").first ?? "") }.map { $0 / 1024 }
    }

    /// The children of a process, with their names.
    static func children(of parent: pid_t) -> [(pid: pid_t, name: String)] {
        let path = "/proc/\(parent)/task/\(parent)/children"
        guard let bytes = try? FileBytes.read(path) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: " ").compactMap { word in
            guard let pid = pid_t(word), let name = line("Name:", pid) else { return nil }
            return (pid, name)
        }
    }

    private static func line(_ key: String, _ pid: pid_t) -> String? {
        guard let bytes = try? FileBytes.read("/proc/\(pid)/status") else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard let line = lines.first(where: { $0.hasPrefix(key) }) else { return nil }
        let words = line.dropFirst(key.count).split { $0 == " " || $0 == "\t" }
        return words.joined(separator: " ")
    }
}
