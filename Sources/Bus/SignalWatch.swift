import CLinux
import Glibc

/// Turns signals into something to poll. Make it first, before the context and any thread: threads
/// inherit the blocked signals, and one that did not would be stopped by them.
///
/// The signals stay blocked after it is gone; a child process starts with them blocked unless
/// its starter clears the mask (`POSIX_SPAWN_SETSIGMASK`).
public struct SignalWatch: ~Copyable {
    let descriptor: Int32

    /// Blocks `signals` in this thread and watches them.
    public init(_ signals: [Int32] = [SIGTERM, SIGINT]) throws(BusError) {
        descriptor = try Self.block(signals)
    }

    deinit { Glibc.close(descriptor) }

    /// The next signal that has arrived, or `nil`.
    public borrowing func next() -> Int32? {
        var info = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        while true {
            let count = read(descriptor, &info, size)
            if count == size { return Int32(info.ssi_signo) }
            if count < 0, errno == EINTR { continue }
            return nil
        }
    }

    private static func block(_ signals: [Int32]) throws(BusError) -> Int32 {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        let result = pthread_sigmask(SIG_BLOCK, &set, nil)
        guard result == 0 else { throw .call("pthread_sigmask", on: "signals \(signals)", errno: result) }
        let descriptor = signalfd(-1, &set, Int32(SFD_NONBLOCK) | Int32(SFD_CLOEXEC))
        guard descriptor >= 0 else { throw .lastSystem("signalfd", on: "signals \(signals)") }
        return descriptor
    }
}
