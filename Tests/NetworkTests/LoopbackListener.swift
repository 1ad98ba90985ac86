import Glibc
import Testing

/// A socket on this machine that takes connections and waits for nothing.
final class LoopbackListener {
    private let descriptor: Int32
    let port: Int

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_NONBLOCK, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let own = descriptor
        let code = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(own, address, size) == 0 && listen(own, 8) == 0 ? getsockname(own, address, &size) : -1
            }
        }
        try #require(code == 0)
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit { close(descriptor) }

    /// The connections that came since, which wait for nothing either; whoever has them closes them.
    func newcomers() -> [Int32] {
        var found: [Int32] = []
        while true {
            let peer = accept(descriptor, nil, nil)
            guard peer >= 0 else { return found }
            _ = fcntl(peer, F_SETFL, O_NONBLOCK)
            found.append(peer)
        }
    }
}
