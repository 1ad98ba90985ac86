import CZeroMQ
import Glibc

/// A ZeroMQ socket: it has one owner, belongs to one thread, and closes when its owner lets go of it.
/// It keeps its context alive, so that sockets always close before the context is freed.
///
/// What ZeroMQ can't take or give at once is `false`, not an error; interrupted calls are repeated.
/// A class holds one as `Socket?` where it has to close it early: `socket.take()?.close()`.
public struct Socket: ~Copyable {
    let handle: SocketHandle

    /// A socket that is neither bound nor connected, with `SocketOptions.standard` unless others are given.
    public init(_ kind: SocketKind, in context: Context, options: SocketOptions? = nil) throws(BusError) {
        handle = try SocketHandle(kind, in: context, options: options ?? .standard(for: kind))
    }

    deinit { handle.close() }

    /// Closes now. What was sent is still delivered while the context terminates, up to the linger.
    public consuming func close() { handle.close() }

    /// What went through so far.
    public var counters: SocketCounters { handle.counters }

    /// Serves `endpoint`. On ipc the path is locked (`InstanceLock`) until the socket closes: when
    /// somebody else serves it, `endpointInUse` tells who.
    public borrowing func bind(_ endpoint: Endpoint) throws(BusError) { try handle.bind(endpoint) }

    /// Connects to `endpoint`, now or whenever somebody serves it; may be called for several.
    public borrowing func connect(_ endpoint: Endpoint) throws(BusError) { try handle.connect(endpoint) }

    /// The endpoint bound last, with the port that `*` became.
    public borrowing func boundEndpoint() throws(BusError) -> Endpoint {
        var text = [CChar](repeating: 0, count: 256)
        var count = text.count
        guard zmq_getsockopt(handle.raw, ZMQ_LAST_ENDPOINT, &text, &count) == 0 else {
            throw .lastZeroMQ("zmq_getsockopt(LAST_ENDPOINT)", on: handle.place)
        }
        let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return try Endpoint(String(decoding: bytes, as: UTF8.self))
    }

    /// On a SUB: hears every topic that begins with `prefix` (empty: all).
    public borrowing func subscribe(prefix: [UInt8]) throws(BusError) {
        try setPrefix(ZMQ_SUBSCRIBE, prefix, "zmq_setsockopt(SUBSCRIBE)")
    }

    /// Takes one earlier `subscribe` of the same prefix back.
    public borrowing func unsubscribe(prefix: [UInt8]) throws(BusError) {
        try setPrefix(ZMQ_UNSUBSCRIBE, prefix, "zmq_setsockopt(UNSUBSCRIBE)")
    }

    private borrowing func setPrefix(_ option: Int32, _ prefix: [UInt8], _ call: String) throws(BusError) {
        handle.wasUsed = true
        guard zmq_setsockopt(handle.raw, option, prefix, prefix.count) == 0 else {
            throw .lastZeroMQ(call, on: handle.place)
        }
    }

    /// Waits for something to receive until `deadline` (monotonic nanoseconds). For programs with a
    /// single socket; hosts use a `Reactor`.
    public borrowing func waitForInput(until deadline: Int64) throws(BusError) -> Bool {
        while true {
            let left = max(0, deadline - MonotonicClock.now())
            handle.wasUsed = true
            var item = zmq_pollitem_t(socket: handle.raw, fd: -1, events: Int16(ZMQ_POLLIN), revents: 0)
            let ready = zmq_poll(&item, 1, Int(min(left / 1_000_000 + 1, 60_000)))
            if ready > 0 { return true }
            if ready < 0, zmq_errno() != EINTR { throw .lastZeroMQ("zmq_poll", on: handle.place) }
            if left == 0 { return false }
        }
    }
}
