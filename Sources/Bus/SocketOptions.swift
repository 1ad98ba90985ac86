/// What a socket is set to before it is bound or connected.
public struct SocketOptions: Sendable, Equatable {
    /// Messages kept per peer on the way out; beyond it a publisher drops silently. 0: no limit.
    public var sendHighWaterMark: Int32
    /// Messages kept per peer on the way in. 0: no limit.
    public var receiveHighWaterMark: Int32
    /// How long `Context.terminate()` waits for what has not left yet.
    public var lingerMilliseconds: Int32
    /// The first pause before a lost connection is made again; it doubles up to the next figure.
    public var reconnectMilliseconds: Int32 = 20
    /// The longest such pause.
    public var reconnectMaxMilliseconds: Int32 = 1000
    /// How long a peer that connects may take to greet: one that says nothing holds a descriptor until then.
    public var handshakeMilliseconds: Int32 = 5000
    /// How often a tcp peer is pinged (ipc needs none: the kernel tells at once).
    public var heartbeatMilliseconds: Int32 = 1000
    /// After how long without an answer a tcp peer is taken for gone.
    public var heartbeatTimeoutMilliseconds: Int32 = 3000
    /// On the side that binds: a peer that sends a frame above this is cut off, a bound on memory.
    /// What lies between `Frames.largest` and this is received and reported as too large.
    public var cutAboveBytes: Int64 = 4 * 1024 * 1024

    /// Options with the other figures at their defaults.
    public init(sendHighWaterMark: Int32, receiveHighWaterMark: Int32, lingerMilliseconds: Int32) {
        self.sendHighWaterMark = sendHighWaterMark
        self.receiveHighWaterMark = receiveHighWaterMark
        self.lingerMilliseconds = lingerMilliseconds
    }

    /// What each kind gets when nothing else is said. The queue is long enough for a burst, since a
    /// publisher that is over its mark loses messages without a word; a request's linger is 0, since
    /// a late request must not reach anybody.
    public static func standard(for kind: SocketKind) -> SocketOptions {
        switch kind {
        case .pub, .xpub:
            SocketOptions(sendHighWaterMark: 100_000, receiveHighWaterMark: 0, lingerMilliseconds: 2000)
        case .sub:
            SocketOptions(sendHighWaterMark: 0, receiveHighWaterMark: 100_000, lingerMilliseconds: 0)
        case .req:
            SocketOptions(sendHighWaterMark: 1000, receiveHighWaterMark: 1000, lingerMilliseconds: 0)
        case .rep, .router, .dealer:
            SocketOptions(sendHighWaterMark: 1000, receiveHighWaterMark: 1000, lingerMilliseconds: 1000)
        }
    }
}
