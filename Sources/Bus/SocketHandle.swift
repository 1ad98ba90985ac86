import CZeroMQ
import Glibc

/// The C side of a socket, shared by its one owner (`Socket`) and the reactor that polls it, so that
/// a closed socket is left out of the poll instead of being followed into freed memory.
final class SocketHandle {
    let context: Context
    let kind: SocketKind
    let options: SocketOptions
    private(set) var raw: UnsafeMutableRawPointer?
    /// Topic, payload and a place for frames that are dropped; ZeroMQ refills them in place.
    let inbox: UnsafeMutablePointer<zmq_msg_t>
    /// The endpoint last bound or connected, for errors.
    private(set) var place: String
    private var connected: [Endpoint] = []
    private var locks: [InstanceLock] = []
    var counters = SocketCounters()
    /// Asks the reactor to wake when the socket can send.
    var wantsToSend = false { didSet { if wantsToSend { wasUsed = true } } }
    /// What tells that something came; -1 where the socket is closed.
    private(set) var descriptor: Int32 = -1
    /// Whether the socket was used since it was asked whether it is ready. A send or receive may see in
    /// passing what the descriptor told, which tells it no more then.
    var wasUsed = true

    init(_ kind: SocketKind, in context: Context, options: SocketOptions) throws(BusError) {
        self.context = context
        self.kind = kind
        self.options = options
        place = "a new \(kind) socket"
        inbox = .allocate(capacity: 3)
        for i in 0..<3 { zmq_msg_init(inbox + i) }
        raw = try context.openSocket(kind)
        try apply()
        descriptor = try option(ZMQ_FD)
    }

    deinit {
        close()
        for i in 0..<3 { zmq_msg_close(inbox + i) }
        inbox.deallocate()
    }

    func close() {
        guard let raw else { return }
        self.raw = nil
        descriptor = -1
        context.closeSocket(raw)
        locks = []
    }

    /// A fresh socket in place of one whose state can't be trusted, connected as before.
    func reopen() throws(BusError) {
        close()
        raw = try context.openSocket(kind)
        try apply()
        descriptor = try option(ZMQ_FD)
        wasUsed = true
        for endpoint in connected { try attach(endpoint) }
    }

    func bind(_ endpoint: Endpoint) throws(BusError) {
        place = endpoint.description
        let lock: InstanceLock? =
            if let path = endpoint.path { try InstanceLock(path: path + ".lock", for: place) } else { nil }
        try prepare(isTCP: endpoint.isTCP, cutAbove: options.cutAboveBytes)
        // The socket file is made here, in this thread: for this user alone.
        let previous = umask(0o077)
        defer { umask(previous) }
        guard zmq_bind(raw, place) == 0 else { throw .lastZeroMQ("zmq_bind", on: place) }
        if let lock { locks.append(lock) }
    }

    func connect(_ endpoint: Endpoint) throws(BusError) {
        try attach(endpoint)
        connected.append(endpoint)
    }

    private func attach(_ endpoint: Endpoint) throws(BusError) {
        place = endpoint.description
        // Over a cut the connecting side would never come back: here the limit is reported instead.
        try prepare(isTCP: endpoint.isTCP, cutAbove: -1)
        guard zmq_connect(raw, place) == 0 else { throw .lastZeroMQ("zmq_connect", on: place) }
    }

    private func apply() throws(BusError) {
        try set(ZMQ_SNDHWM, options.sendHighWaterMark)
        try set(ZMQ_RCVHWM, options.receiveHighWaterMark)
        try set(ZMQ_LINGER, options.lingerMilliseconds)
        try set(ZMQ_RECONNECT_IVL, options.reconnectMilliseconds)
        try set(ZMQ_HANDSHAKE_IVL, options.handshakeMilliseconds)
        try set(ZMQ_RECONNECT_IVL_MAX, options.reconnectMaxMilliseconds)
        switch kind {
        case .xpub:
            try set(ZMQ_XPUB_VERBOSE, Int32(1))
        case .req:
            // A lost answer leaves the socket usable, a late one is not taken for the current one,
            // and nothing is queued for a peer that is not there.
            try set(ZMQ_REQ_RELAXED, Int32(1))
            try set(ZMQ_REQ_CORRELATE, Int32(1))
            try set(ZMQ_IMMEDIATE, Int32(1))
        case .pub, .sub, .rep, .router, .dealer: break
        }
    }

    // Options are copied into a connection when it is made, so this holds for the next one only.
    private func prepare(isTCP: Bool, cutAbove: Int64) throws(BusError) {
        wasUsed = true
        try set(ZMQ_HEARTBEAT_IVL, isTCP ? options.heartbeatMilliseconds : 0)
        try set(ZMQ_HEARTBEAT_TIMEOUT, options.heartbeatTimeoutMilliseconds)
        try set(ZMQ_HEARTBEAT_TTL, options.heartbeatTimeoutMilliseconds)
        try set(ZMQ_MAXMSGSIZE, cutAbove)
    }

    /// Whether there is input, or room to send where that is waited for.
    func isReady() throws(BusError) -> Bool {
        let wanted = wantsToSend ? ZMQ_POLLIN | ZMQ_POLLOUT : ZMQ_POLLIN
        wasUsed = try option(ZMQ_EVENTS) & wanted != 0
        return wasUsed
    }

    private func option(_ option: Int32) throws(BusError) -> Int32 {
        var value: Int32 = 0
        var size = MemoryLayout<Int32>.size
        while zmq_getsockopt(raw, option, &value, &size) != 0 {
            guard zmq_errno() == EINTR else { throw .lastZeroMQ("zmq_getsockopt(\(option))", on: place) }
        }
        return value
    }

    private func set<Value: FixedWidthInteger>(_ option: Int32, _ value: Value) throws(BusError) {
        var value = value
        guard zmq_setsockopt(raw, option, &value, MemoryLayout<Value>.size) == 0 else {
            throw .lastZeroMQ("zmq_setsockopt(\(option))", on: place)
        }
    }
}
