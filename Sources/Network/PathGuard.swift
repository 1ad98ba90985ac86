import Exchanges

/// Keeps what moves the simulator to this machine. A page of another place could ask for it with the
/// reader's browser: its origin tells, and the name that it looked up (`Host`) where it was led here.
struct PathGuard {
    /// What it looks at beside the usual headers, in small letters.
    static let headers = ["sec-fetch-site"]

    private let paths: [String]

    init(_ paths: [String]) { self.paths = paths }

    /// Whether this request, from a peer at this address, may go on.
    func allows(_ request: HTTPRequest, from peer: String) -> Bool {
        let path = request.target.prefix { $0 != "?" }
        guard paths.contains(where: { path == $0 || path.hasPrefix($0 + "/") }) else { return true }
        guard Loopback.names(peer), let host = request.header("host"), Self.isOurs(host) else { return false }
        // A browser tells whose page asks, also where it sends no origin.
        if let site = request.header("sec-fetch-site"), site == "cross-site" || site == "same-site" {
            return false
        }
        guard let origin = request.header("origin") else { return true }
        guard let place = origin.firstRange(of: "://") else { return false }
        return Self.isOurs(origin[place.upperBound...])
    }

    /// Whether a host with or without its port is this machine, and nothing stands behind it: of two headers
    /// libwebsockets makes one.
    private static func isOurs(_ host: some StringProtocol) -> Bool {
        let name: String
        var rest: Substring
        if host.first == "[" {
            name = String(host.dropFirst().prefix { $0 != "]" })
            rest = Substring(host.dropFirst(name.count + 1))
            guard rest.popFirst() == "]" else { return false }
        } else {
            name = String(host.prefix { $0 != ":" })
            rest = Substring(host.dropFirst(name.count))
        }
        let isPort = rest.isEmpty
            || rest.first == ":" && rest.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
        return isPort && Loopback.names(name)
    }
}
