import CWebSockets

/// The loop of libuv in which libwebsockets and curl wait for their sockets. It has no thread of its own:
/// its descriptor and time-out sit in whatever waits (`Reactor`), which calls `run` when either tells.
final class EventLoop {
    let raw: UnsafeMutablePointer<uv_loop_t>

    init() throws(NetworkError) {
        raw = .allocate(capacity: 1)
        guard uv_loop_init(raw) == 0 else {
            raw.deallocate()
            throw .library("libuv", call: "uv_loop_init")
        }
    }

    /// All handles must be closed by now.
    deinit {
        uv_loop_close(raw)
        raw.deallocate()
    }

    /// Readable when one of the loop's sockets is.
    var descriptor: Int32 { uv_backend_fd(raw) }

    /// Handles what is ready, without waiting. New sockets are told to the kernel here: a call is owed after
    /// each change.
    func run() { uv_run(raw, UV_RUN_NOWAIT) }

    /// Whether there is anything that has to be closed before the loop is.
    var isAlive: Bool { uv_loop_alive(raw) != 0 }

    /// Lets it let go of what was closed in it.
    func finish() { for _ in 0..<1000 where isAlive { run() } }

    /// When `run` is to be called at the latest, monotonic nanoseconds: its next timer, or at once where
    /// something is left to do.
    var wakesAt: Int64 {
        guard isAlive else { return .max }
        let milliseconds = uv_backend_timeout(raw)
        guard milliseconds >= 0 else { return .max }
        return (Int64(uv_now(raw)) + Int64(milliseconds)) * 1_000_000
    }
}
