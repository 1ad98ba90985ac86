import Glibc

extension Endpoint {
    /// Whether a process listens on this ipc endpoint now, told at once by the kernel: a socket's file that
    /// a killed process left behind listens no more. Other transports can't be told so and answer true.
    public var isServed: Bool {
        guard let path else { return true }
        let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        let probe = socket(AF_UNIX, Int32(kind), 0)
        guard probe >= 0 else { return true }
        defer { close(probe) }
        var address = Self.address(path)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(probe, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        // A full backlog (EAGAIN) is somebody, too.
        return result == 0 || errno == EAGAIN
    }

    private static func address(_ path: String) -> sockaddr_un {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(longestPath)) }
        return address
    }
}
