import Glibc
import Testing

/// The named pipe into which the stand-ins write a line each.
final class StandInEvents {
    private let descriptor: Int32
    private var waiting = ""

    init(_ path: String) throws {
        try #require(mkfifo(path, 0o600) == 0)
        // Opened for writing too: no end of file between two writers.
        descriptor = open(path, O_RDWR)
        try #require(descriptor >= 0)
    }

    deinit { close(descriptor) }

    /// The next line; fails after 30 s without one.
    func next() throws -> StandIn {
        while true {
            if let end = waiting.firstIndex(of: "\n") {
                let line = String(waiting[..<end])
                waiting.removeSubrange(...end)
                return try StandIn(line: line)
            }
            var interest = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            try #require(poll(&interest, 1, 30_000) == 1, "no process started within 30 s")
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = read(descriptor, &buffer, buffer.count)
            try #require(count > 0)
            waiting += String(decoding: buffer[..<count], as: UTF8.self)
        }
    }
}
