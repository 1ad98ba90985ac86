/// Where a socket is bound or connected: a file (`ipc://`), a port of this machine (`tcp://`) or a
/// name inside the process (`inproc://`). A value of this type has been checked.
public struct Endpoint: Sendable, Hashable {
    /// The longest path of a socket in bytes (`sockaddr_un` less its closing zero).
    public static let longestPath = 107

    /// How it is reached.
    public enum Transport: Sendable, Hashable {
        case ipc(path: String)
        case tcp(host: String, port: UInt16)
        case inproc(name: String)
    }

    /// How it is reached.
    public let transport: Transport

    /// Reads `ipc:///absolute/path`, `tcp://127.0.0.1:5555`, `tcp://localhost:5555`, `inproc://name`.
    /// Port `*` takes a free one (`Socket.boundEndpoint()` tells which).
    public init(_ text: String) throws(BusError) {
        if let path = text.rest(after: "ipc://") {
            transport = try Self.ipcTransport(path, text)
        } else if let address = text.rest(after: "tcp://") {
            transport = try Self.tcpTransport(address, text)
        } else if let name = text.rest(after: "inproc://"), !name.isEmpty {
            transport = .inproc(name: name)
        } else {
            throw .malformedEndpoint(text, expected: "ipc:///path, tcp://127.0.0.1:port or inproc://name")
        }
    }

    /// The socket's file, for `ipc`.
    public var path: String? {
        if case .ipc(let path) = transport { return path }
        return nil
    }

    var isTCP: Bool {
        if case .tcp = transport { return true }
        return false
    }

    // Abstract names ("@…") have no file mode, relative paths change with the folder: both refused.
    private static func ipcTransport(_ path: String, _ text: String) throws(BusError) -> Transport {
        guard path.hasPrefix("/"), !path.hasSuffix("/"), !path.utf8.contains(0) else {
            throw .malformedEndpoint(text, expected: "an absolute path, as in ipc:///run/strata/feed.pub")
        }
        let bytes = path.utf8.count
        guard bytes <= longestPath else { throw .pathTooLong(path, bytes: bytes) }
        return .ipc(path: path)
    }

    private static func tcpTransport(_ address: String, _ text: String) throws(BusError) -> Transport {
        let parts = address.split(separator: ":", omittingEmptySubsequences: false)
        guard let last = parts.last, parts.count >= 2, let port = port(last) else {
            throw .malformedEndpoint(text, expected: "tcp://127.0.0.1:port with a port from 1 to 65535 or *")
        }
        let host = address.dropLast(last.utf8.count + 1)
        guard !host.isEmpty else { throw .malformedEndpoint(text, expected: "a host before the port") }
        if host == "localhost" { return .tcp(host: "127.0.0.1", port: port) }
        guard isLoopback(host) else { throw .offLoopback(text) }
        return .tcp(host: String(host), port: port)
    }

    private static func port(_ text: Substring) -> UInt16? {
        if text == "*" { return 0 }
        guard let port = UInt16(text), port > 0, text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }) else {
            return nil
        }
        return port
    }

    private static func isLoopback(_ host: Substring) -> Bool {
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        return octets.count == 4 && octets[0] == "127" && octets.allSatisfy { UInt8($0) != nil }
    }
}

extension Endpoint: CustomStringConvertible {
    /// The text that ZeroMQ reads.
    public var description: String {
        switch transport {
        case .ipc(let path): "ipc://\(path)"
        case .tcp(let host, let port): "tcp://\(host):\(port == 0 ? "*" : String(port))"
        case .inproc(let name): "inproc://\(name)"
        }
    }
}

extension String {
    /// What follows `prefix`, or `nil`.
    fileprivate func rest(after prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
