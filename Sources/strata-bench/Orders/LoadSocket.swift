import Glibc
import Hosting
import Stages

/// A connection that costs its owner as little as can be: bytes out, bytes in.
final class LoadSocket {
    let descriptor: Int32
    private let name: String
    /// Bytes read so far.
    private var taken = 0
    private var room = [UInt8](repeating: 0, count: 1 << 16)
    /// What came of an answer that is not whole.
    private var held: [UInt8] = []

    /// - Parameter name: what errors call it.
    init(_ name: String, port: UInt16) throws(HostError) {
        self.name = name
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        (address.sin_family, address.sin_port) = (sa_family_t(AF_INET), port.bigEndian)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafePointer(to: &address) { place in
            place.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        guard code == 0 else { throw .failed("no connection to port \(port)") }
        var isOn: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) throws(HostError) {
        guard write(descriptor, bytes, bytes.count) == bytes.count else { throw .failed("a write failed") }
    }

    /// What is there, at least a byte.
    func read() throws(HostError) -> ArraySlice<UInt8> {
        let count = Glibc.read(descriptor, &room, room.count)
        guard count > 0 else {
            let why = count < 0 ? String(cString: strerror(errno)) : "it was closed"
            throw .failed("the connection to \(name) ended after \(taken) bytes: \(why)")
        }
        taken += count
        return room[..<count]
    }

    /// Reads what is there; the status of an answer that is whole by it, and its body's size.
    func answer() throws(HostError) -> (status: Int, size: Int)? {
        held += try read()
        guard let end = held.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: held[..<end.lowerBound], as: UTF8.self).lowercased()
        let lines = head.split(separator: "\r\n")
        guard let line = lines.first(where: { $0.hasPrefix("content-length:") }),
            let size = Int(line.dropFirst(15).filter(\.isNumber)),
            let status = Int(head.dropFirst(9).prefix(3))
        else { throw .failed("an answer without its length: \(head)") }
        guard held.count >= end.upperBound + size else { return nil }
        held.removeAll(keepingCapacity: true)
        return (status, size)
    }
}
