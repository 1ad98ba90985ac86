import Bus
import Glibc

extension Supervisor {
    /// The folder in which this program and its siblings lie.
    public static func programFolder() -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        guard count > 0 else { return "." }
        let path = String(decoding: buffer[0..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    /// Whether standard output is a terminal on which the screen can be drawn: not "dumb", NO_COLOR unset.
    public static func canDraw() -> Bool { Terminal.canDraw(1) }

    /// The private folder of the sockets where none is named.
    public static func standardRunDirectory() -> String { RunDirectory.standardPath() }
}
