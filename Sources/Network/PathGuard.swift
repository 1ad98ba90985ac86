import Exchanges

/// Keeps what moves the simulator to this machine. A page of another place could ask for it with the
/// reader's browser: its origin tells, and the name that it looked up (`Host`) where it was led here.
struct PathGuard {
    private let paths: [String]

    init(_ paths: [String]) { self.paths = paths }

    /// Whether this request, from a peer at this address, may go on.
    func allows(_ request: HTTPRequest, from peer: String) -> Bool {
        let path = request.target.prefix { $0 != "?" }
        guard paths.contains(where: { path == $0 || path.hasPrefix($0 + "/") }) else { return true }
        guard Loopback.names(peer), let host = request.header("host"), Loopback.names(Self.name(host)) else {
            return false
        }
        guard let origin = request.header("origin") else { return true }
        guard let place = origin.firstRange(of: "://") else { return false }
        return Loopback.names(Self.name(String(origin[place.upperBound...])))
    }

    /// A host without its port and brackets.
    private static func name(_ host: String) -> String {
        if host.first == "[" { return String(host.dropFirst().prefix { $0 != "]" }) }
        return String(host.prefix { $0 != ":" })
    }
}
