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
    var wantsToSend = false

    init(_ kind: SocketKind, in context: Context, options: SocketOptions) throws(BusError) {
        self.context = context
        self.kind = kind
        self.options = options
        place = "a new \(kind) socket"
        inbox = .allocate(capacity: 3)
        for i in 0..<3 { zmq_msg_init(inbox + i) }
        raw = try context.openSocket(kind)
        try apply()
    }

    deinit {
        close()
        for i in 0..<3 { zmq_msg_close(inbox + i) }
        inbox.deallocate()
    }

    func close() {
        guard let raw else { return }
        self.raw = nil
        context.closeSocket(raw)
        locks = []
    }

    /// A fresh socket in place of one whose state can't be trusted, connected as before.
    func reopen() throws(BusError) {
        close()
        raw = try context.openSocket(kind)
        try apply()
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
        case .pub, .sub, .rep, .dealer: break
        }
    }

    // Options are copied into a connection when it is made, so this holds for the next one only.
    private func prepare(isTCP: Bool, cutAbove: Int64) throws(BusError) {
        try set(ZMQ_HEARTBEAT_IVL, isTCP ? options.heartbeatMilliseconds : 0)
        try set(ZMQ_HEARTBEAT_TIMEOUT, options.heartbeatTimeoutMilliseconds)
        try set(ZMQ_HEARTBEAT_TTL, options.heartbeatTimeoutMilliseconds)
        try set(ZMQ_MAXMSGSIZE, cutAbove)
    }

    private func set<Value: FixedWidthInteger>(_ option: Int32, _ value: Value) throws(BusError) {
        var value = value
        guard zmq_setsockopt(raw, option, &value, MemoryLayout<Value>.size) == 0 else {
            throw .lastZeroMQ("zmq_setsockopt(\(option))", on: place)
        }
    }
}
