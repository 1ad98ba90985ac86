import Glibc
import Testing

/// A TCP connection to a server on this machine, of bytes alone.
final class RawPeer {
    let descriptor: Int32
    private(set) var heard: [UInt8] = []
    private(set) var isAtEnd = false

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port)).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(code == 0)
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    deinit { close(descriptor) }

    func say(_ text: String) {
        _ = text.withCString { send(descriptor, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
    }

    /// Takes what has come; answers all of it so far.
    @discardableResult
    func listen() -> String {
        var room = [UInt8](repeating: 0, count: 65_536)
        while !isAtEnd {
            let count = recv(descriptor, &room, room.count, 0)
            if count > 0 { heard += room.prefix(count) }
            if count == 0 || count < 0 && errno != EAGAIN { isAtEnd = true }
            if count < 0 { break }
        }
        return String(decoding: heard, as: UTF8.self)
    }
}
