import Files
import Glibc
import Storage

/// What the kernel tells of a process's memory and CPU time. Not `getrusage`: there a child starts with its
/// parent's peak.
enum ProcessMemory {
    /// The highest resident memory so far (VmHWM), MiB; `nil` where the process is gone.
    static func peak(of pid: pid_t) -> Double? {
        line("VmHWM:", pid).flatMap { Double($0.split(separator: " ").first ?? "") }.map { $0 / 1024 }
    }

    /// CPU time of all its threads that are there, ns.
    static func cpu(of pid: pid_t) -> Int64 {
        FolderNames.all(in: "/proc/\(pid)/task").filter { !$0.hasPrefix(".") }.reduce(0) { sum, thread in
            guard let bytes = try? FileBytes.read("/proc/\(pid)/task/\(thread)/schedstat") else { return sum }
            return sum + (Int64(String(decoding: bytes.prefix { $0 != 0x20 }, as: UTF8.self)) ?? 0)
        }
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
