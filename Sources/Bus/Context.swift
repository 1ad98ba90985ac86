import CZeroMQ
import Glibc
import Synchronization

/// ZeroMQ's context: its I/O threads and the table of inproc names. One per process.
///
/// Make the `SignalWatch` before it, so that the I/O threads inherit the blocked signals. At the end
/// close all sockets, then call `terminate()`: without it the last messages are lost.
// @unchecked: ZeroMQ's context may be used from any thread; what is ours in it is atomic.
public final class Context: @unchecked Sendable {  // tidy-ok: see above
    private let raw: UnsafeMutableRawPointer
    private let openSockets = Atomic<Int>(0)
    private let isTerminated = Atomic<Bool>(false)

    /// A context with `ioThreads` threads; one carries about a gigabyte a second.
    public init(ioThreads: Int32 = 1) throws(BusError) {
        guard let raw = zmq_ctx_new() else { throw .lastZeroMQ("zmq_ctx_new", on: "the context") }
        self.raw = raw
        guard zmq_ctx_set(raw, ZMQ_IO_THREADS, ioThreads) == 0 else {
            throw .lastZeroMQ("zmq_ctx_set", on: "\(ioThreads) I/O threads")
        }
    }

    /// Waits until what was sent has left (each socket's linger at most), then frees the context.
    /// Called again it does nothing. With open sockets it throws instead of waiting for ever;
    /// a socket keeps its context alive, so that `deinit` can't meet one.
    public func terminate() throws(BusError) {
        let open = openSockets.load(ordering: .acquiring)
        guard open == 0 else { throw .socketsStillOpen(open) }
        finish()
    }

    deinit { finish() }

    private func finish() {
        guard !isTerminated.exchange(true, ordering: .acquiringAndReleasing) else { return }
        while zmq_ctx_term(raw) != 0, zmq_errno() == EINTR {}
    }

    func openSocket(_ kind: SocketKind) throws(BusError) -> UnsafeMutableRawPointer {
        guard !isTerminated.load(ordering: .acquiring) else {
            throw .call("zmq_socket", on: "\(kind)", errno: ETERM)
        }
        guard let socket = zmq_socket(raw, kind.code) else { throw .lastZeroMQ("zmq_socket", on: "\(kind)") }
        openSockets.add(1, ordering: .acquiringAndReleasing)
        return socket
    }

    func closeSocket(_ socket: UnsafeMutableRawPointer) {
        zmq_close(socket)
        openSockets.subtract(1, ordering: .acquiringAndReleasing)
    }
}
