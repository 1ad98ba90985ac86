import Glibc
import Messages
import Telemetry

/// The programs that trade together, as they lie beside this one.
public enum ProgramSet {
    /// Which build they are, all of them together with `strata`: another where one of them was replaced.
    public static func build(in folder: String = folder()) -> UInt64 {
        BuildID.of((ProcessRank.processes.map(\.name) + ["strata"]).map { "\(folder)/\($0)" })
    }

    /// The folder in which this program and its siblings lie.
    public static func folder() -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        guard count > 0 else { return "." }
        let path = String(decoding: buffer[0..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }
}
