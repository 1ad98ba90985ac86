/// A URL taken strictly apart: what this does not know it refuses rather than guesses.
struct WebAddress: Hashable {
    private static let defaultPorts = ["ws": 80, "http": 80, "wss": 443, "https": 443]

    let scheme: String
    /// A name or an address; an IPv6 one without its brackets.
    let host: String
    let port: Int
    /// Path and query; `/` where there is none.
    let target: String

    var isSecure: Bool { scheme == "wss" || scheme == "https" }
    var isWebSocket: Bool { scheme == "ws" || scheme == "wss" }
    var isIPv6: Bool { host.contains(":") }
    /// Whether its host needs no look-up.
    var isNumeric: Bool { isIPv6 || host.allSatisfy { $0.isNumber || $0 == "." } }

    /// What stands in the header Host: the port only where it isn't the scheme's.
    var hostHeader: String {
        let name = isIPv6 ? "[\(host)]" : host
        return port == Self.defaultPorts[scheme] ? name : "\(name):\(port)"
    }

    /// Scheme, host and port alone.
    var origin: String { "\(scheme)://\(hostHeader)" }

    init(_ url: String) throws(NetworkError) {
        try Self.check(url)
        let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0].last == ":", parts[1].isEmpty else {
            throw .address(url, why: "it must begin as in wss://host")
        }
        scheme = parts[0].dropLast().lowercased()
        guard let standardPort = Self.defaultPorts[scheme] else {
            throw .address(url, why: "its scheme must be ws, wss, http or https")
        }
        guard !parts[2].contains("@") else {
            throw .address(scheme + "://…", why: "it holds a user's name")
        }
        guard !parts[2].contains("?") else { throw .address(url, why: "a query needs a path") }
        (host, port) = try Self.authority(parts[2], standardPort, url)
        target = parts.count == 4 ? "/" + parts[3] : "/"
    }

    /// Throws where a URL, or the path and query of one, has signs that none can have, or a fragment.
    static func check(_ url: String) throws(NetworkError) {
        guard url.utf8.count <= 65_535, url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .address(String(url.prefix(200)), why: "it has signs that a URL can't have, or is too long")
        }
        guard !url.utf8.contains(UInt8(ascii: "#")) else { throw .address(url, why: "it has a fragment") }
    }

    private static func authority(
        _ text: Substring, _ standardPort: Int, _ url: String
    ) throws(NetworkError) -> (String, Int) {
        var name = text
        var port = standardPort
        let afterName =
            text.first == "[" ? text.lastIndex(of: "]").map(text.index(after:)) : text.firstIndex(of: ":")
        if let afterName, afterName < text.endIndex {
            let digits = text[afterName...].dropFirst()
            guard text[afterName] == ":", !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }),
                let number = Int(digits), (1...65_535).contains(number)
            else { throw .address(url, why: "its port must be 1 to 65535") }
            (name, port) = (text[..<afterName], number)
        }
        if name.first == "[" {
            guard name.last == "]" else { throw .address(url, why: "a bracket is open") }
            let inner = name.dropFirst().dropLast()
            guard inner.contains(":"), inner.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else {
                throw .address(url, why: "what stands in brackets is no IPv6 address")
            }
            return (inner.lowercased(), port)
        }
        let isName =
            !name.isEmpty && name.utf8.count <= 253 && name.first != "-" && name.first != "."
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) }
        guard isName else { throw .address(url, why: "its host is no name") }
        return (name.lowercased(), port)
    }
}
