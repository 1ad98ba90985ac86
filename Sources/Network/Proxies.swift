import Glibc

/// What the environment says of proxies, as curl reads it. A WebSocket goes through none here: where one
/// would be needed, that is told rather than passed by.
struct Proxies {
    private let variables: [String: String]

    /// The variables of this process.
    static var ofEnvironment: Proxies {
        var found: [String: String] = [:]
        for name in ["http_proxy", "https_proxy", "all_proxy", "no_proxy"] {
            // curl takes no HTTP_PROXY in capitals: a web server may have put a client's header there.
            let capitals = name == "http_proxy" ? nil : getenv(name.uppercased())
            guard let value = getenv(name) ?? capitals else { continue }
            let text = String(cString: value)
            if !text.isEmpty { found[name] = text }
        }
        return Proxies(found)
    }

    init(_ variables: [String: String]) { self.variables = variables }

    /// The variable that names a proxy for this address, `nil` where it is reached directly.
    func variable(for address: WebAddress) -> String? {
        if isDirect(address.host) { return nil }
        let own = address.isSecure ? "https_proxy" : "http_proxy"
        return [own, "all_proxy"].first { variables[$0] != nil }
    }

    private func isDirect(_ host: String) -> Bool {
        guard let list = variables["no_proxy"] else { return false }
        return list.split(whereSeparator: { $0 == "," || $0 == " " }).contains { entry in
            let name = entry.lowercased().drop { $0 == "." }
            return entry == "*" || host == name || host.hasSuffix("." + name)
        }
    }
}
