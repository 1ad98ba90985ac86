import Foundation
import Synchronization
import Testing

/// A peer that speaks ZMTP 3.0 byte by byte over a Unix socket, also what no library would say.
final class RawPeer {
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    /// Connects and greets as a DEALER.
    init(_ path: String) throws {
        descriptor = try #require(RawPeer.connected(path))
        write([0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 3, 0])
        write(Array("NULL".utf8) + [UInt8](repeating: 0, count: 48))
        let ready: [UInt8] = [5] + Array("READY".utf8) + [11] + Array("Socket-Type".utf8)
            + [0, 0, 0, 6] + Array("DEALER".utf8)
        write([4, UInt8(ready.count)] + ready)
        // What comes before the other side is ready, too, is no message for it.
        while buffer.count < 66 || buffer.count < 66 + Int(buffer[65]) {
            try #require(receive(flags: 0), "it was not greeted")
        }
        buffer.removeFirst(66 + Int(buffer[65]))
    }

    deinit { close(descriptor) }

    /// Sends a message of several frames.
    func send(_ frames: [[UInt8]]) {
        for (place, frame) in frames.enumerated() {
            let more: UInt8 = place < frames.count - 1 ? 1 : 0
            if frame.count < 256 {
                write([more, UInt8(frame.count)] + frame)
            } else {
                write([more | 2] + (0..<8).map { UInt8(truncatingIfNeeded: frame.count >> (56 - 8 * $0)) } + frame)
            }
        }
    }

    /// The next whole message, if it is there.
    func message() -> [[UInt8]]? {
        _ = receive(flags: Int32(MSG_DONTWAIT))
        var rest = buffer[...]
        var frames: [[UInt8]] = []
        while rest.count >= 2, let flags = rest.popFirst(), let size = rest.popFirst(), rest.count >= size {
            let frame = Array(rest.prefix(Int(size)))
            rest = rest.dropFirst(Int(size))
            frames.append(frame)
            if flags & 1 == 0 { return frames }
        }
        return nil
    }

    private func receive(flags: Int32) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &chunk, chunk.count, flags)
        if count > 0 { buffer += chunk[..<count] }
        return count > 0
    }

    private func write(_ bytes: [UInt8]) { _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }

    private static func connected(_ path: String) -> Int32? {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        guard result == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    /// Connects again and again from a thread of its own, sends what is no request, and is gone at once.
    final class Hammer: Sendable {
        private let isOver = Atomic<Bool>(false)
        private let hasStopped = Atomic<Bool>(false)
        private let count = Atomic<Int>(0)

        /// How many messages it has thrown.
        var thrown: Int { count.load(ordering: .relaxed) }

        /// - Parameter pause: microseconds between two.
        init(_ path: String, pause: UInt32) {
            let me = self
            Thread.detachNewThread {
                while !me.isOver.load(ordering: .relaxed) {
                    if let peer = try? RawPeer(path) {
                        peer.send([[1, 2, 3, 4], [5]])
                        peer.send([[6]])
                        me.count.add(1, ordering: .relaxed)
                    }
                    usleep(pause)
                }
                me.hasStopped.store(true, ordering: .releasing)
            }
        }

        func stop() {
            isOver.store(true, ordering: .relaxed)
            while !hasStopped.load(ordering: .acquiring) { usleep(1000) }
        }
    }
}
