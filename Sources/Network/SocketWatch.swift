import CCurl
import CWebSockets

/// Watches one of curl's sockets in an event loop.
final class SocketWatch {
    private let raw: UnsafeMutablePointer<uv_poll_t>
    private let ready: (Int32) -> Void

    init(_ loop: EventLoop, _ socket: curl_socket_t, ready: @escaping (Int32) -> Void) {
        raw = .allocate(capacity: 1)
        self.ready = ready
        uv_poll_init_socket(loop.raw, raw, socket)
        raw.pointee.data = Unmanaged.passUnretained(self).toOpaque()
    }

    func listen(reads: Bool, writes: Bool) {
        let events = (reads ? UV_READABLE.rawValue : 0) | (writes ? UV_WRITABLE.rawValue : 0)
        guard events != 0 else {
            uv_poll_stop(raw)
            return
        }
        uv_poll_start(raw, Int32(events)) { poll, status, events in
            guard let data = poll?.pointee.data else { return }
            let watch = Unmanaged<SocketWatch>.fromOpaque(data).takeUnretainedValue()
            guard status == 0 else { return watch.ready(CURL_CSELECT_ERR) }
            let reads = events & Int32(UV_READABLE.rawValue) != 0 ? CURL_CSELECT_IN : 0
            let writes = events & Int32(UV_WRITABLE.rawValue) != 0 ? CURL_CSELECT_OUT : 0
            withExtendedLifetime(watch) { watch.ready(reads | writes) }
        }
    }

    /// Must be called; the loop frees its place in the next round.
    func close() {
        uv_poll_stop(raw)
        raw.pointee.data = nil
        UnsafeMutableRawPointer(raw).withMemoryRebound(to: uv_handle_t.self, capacity: 1) { handle in
            uv_close(handle) { $0?.withMemoryRebound(to: uv_poll_t.self, capacity: 1) { $0.deallocate() } }
        }
    }
}
