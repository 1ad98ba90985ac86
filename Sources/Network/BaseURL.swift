/// Scheme, host and port of an HTTP server, as a person names them: "http://127.0.0.1:8180".
public struct BaseURL: Sendable, Hashable {
    /// Without a slash at its end.
    public let text: String
    /// Whether it is of this machine, by its address or as "localhost".
    public let isLoopback: Bool

    /// - Throws: `NetworkError.address`, which never repeats what could be a password.
    public init(_ text: String) throws(NetworkError) {
        guard !text.contains("@") else {
            throw .address("…", why: "it holds a user's name or a password, and needs neither")
        }
        let address = try WebAddress(text)
        guard !address.isWebSocket else {
            throw .address(text, why: "it is a WebSocket's; the HTTP API's is expected, as in https://host")
        }
        guard address.target.allSatisfy({ $0 == "/" }) else {
            throw .address(text, why: "there is more than scheme, host and port")
        }
        isLoopback = Loopback.names(address.host)
        self.text = "\(address.scheme)://\(address.hostHeader)"
    }
}
