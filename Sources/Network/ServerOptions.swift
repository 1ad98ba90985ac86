/// How a server's shell treats its clients. Every wait and every length has a bound.
public struct ServerOptions: Sendable, Hashable {
    /// The address of this machine that is listened on.
    public var host: String
    /// Its port; 0 for one that is free (`ServerShell.port`).
    public var port: Int
    /// A folder with `cert.pem` and `key.pem`, for TLS; `nil` for none.
    public var certificates: String?
    /// Whether permessage-deflate is accepted where a client offers it.
    public var deflates = true
    /// Headers beside the usual ones that requests are handed on with, in small letters.
    public var headers = ["x-mbx-apikey", "x-mbx-time-unit"]
    /// Paths that only this machine may ask for, by a name of it, and no page of another place.
    public var guardedPaths = ["/sim"]
    /// The most bytes of a message, unpacked.
    public var longestMessage = 1 << 20
    /// The most bytes of a request's body.
    public var longestBody = 1 << 20
    /// The most bytes that wait for one slow client; it is cut where more would.
    public var longestQueue = 8 << 20
    /// How many connections there may be at once.
    public var mostConnections = 4096
    /// How long a new connection may take for its first request, and each request for its body.
    public var requestMilliseconds = 10_000
    /// How long a connection may stay without a further request.
    public var idleMilliseconds = 75_000
    /// How long an answer may take to be sent, and a peer to answer a close.
    public var closeMilliseconds = 10_000

    /// Listens on this address.
    public init(host: String = "127.0.0.1", port: Int = 0) { (self.host, self.port) = (host, port) }
}
