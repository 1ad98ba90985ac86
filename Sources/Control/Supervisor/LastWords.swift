import Glibc
import Market

/// The end of a log, for whoever has to be told why a process ended.
enum LastWords {
    private static let most = 65_536
    /// What a trace of the stack says of a trap without words, as a release build makes them.
    private static let trap = "Swift runtime failure: "

    /// Whether a line is of the last words of Swift's runtime, or of ZeroMQ, which names the place in its
    /// source. A trace of the stack that follows may show the same letters out of memory.
    private static func isLast(_ line: Substring) -> Bool {
        line.hasPrefix("Fatal error") || line.contains(": Fatal error") || line.contains("(src/")
            || line.contains("terminate called") || line.contains(trap)
    }

    /// The last line that is an error, or else what a library or the runtime said before it gave up, or else
    /// the last line; `nil` where there is none.
    static func of(_ path: String) -> String? {
        let lines = lines(path)
        let line = lines.suffix(20).last { $0.contains(" ERROR ") }
            ?? lines.last(where: isLast) ?? lines.last
        let words = line.map { line in line.firstRange(of: trap).map { line[$0.lowerBound...] } ?? line }
        return words.map { ForeignText.shown(String($0), limit: 300) }
    }

    /// What the last line says that is a warning or an error; `nil` where there is none.
    static func complaint(_ path: String) -> String? {
        let found = lines(path).last { $0.contains(" WARNING ") || $0.contains(" ERROR ") }
        guard let found else { return nil }
        // Time, event time, level and process stand before it.
        let words = found.split(separator: " ", maxSplits: 4)
        return words.last.map { ForeignText.shown(String($0), limit: 300) }
    }

    private static func lines(_ path: String) -> [Substring] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var info = stat()
        guard fstat(descriptor, &info) == 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: most)
        let count = pread(descriptor, &bytes, most, max(0, Int(info.st_size) - most))
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(separator: "\n")
    }
}
