/// How a client's shell treats its connections. Every wait and every length has a bound.
public struct ClientOptions: Sendable, Hashable {
    /// The trusted certificates, a file in PEM, in place of the system's; for tests and private exchanges.
    public var trustedCertificates: String?
    /// Whether permessage-deflate is offered: less to carry, a microsecond more a message.
    public var deflates = false
    /// The most bytes of a message, unpacked.
    public var longestMessage = 16 << 20
    /// The most bytes of an answer's body, unpacked.
    public var longestBody = 64 << 20
    /// The most bytes that wait to be written on one connection; more is an end of it.
    public var longestQueue = 1 << 20
    /// How long a connection may take from its name's look-up to its upgrade.
    public var connectMilliseconds = 10_000
    /// How long a peer may take to answer a close before it is cut.
    public var closeMilliseconds = 2_000

    /// What serves for an exchange.
    public init() {}
}
