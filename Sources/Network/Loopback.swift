/// Names of this machine.
enum Loopback {
    /// Whether a host's name or address is one.
    static func names(_ host: String) -> Bool {
        let host = host.lowercased()
        return host == "localhost" || host == "::1" || host == "::ffff:127.0.0.1"
            || host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." }
    }
}
