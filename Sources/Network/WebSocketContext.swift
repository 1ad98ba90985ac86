import CWebSockets
import Glibc

/// A context of libwebsockets that lives in an event loop of ours: no thread, no loop of its own.
final class WebSocketContext {
    /// The most bytes of a request's head, which holds the names of all streams.
    static let longestHead = 32_768
    /// What libwebsockets calls with all that happens on its sockets.
    typealias Callback =
        @convention(c) (
            OpaquePointer?, lws_callback_reasons, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?, Int
        ) -> Int32

    private static let mostRounds = 256
    /// How much it reads and writes at once.
    static let room = 65_536

    let raw: OpaquePointer
    private let loop: EventLoop
    private let tables: UnsafeMutablePointer<lws_protocols>
    private let name = CString("strata")
    private let deflation = Deflation()
    private let policy: UnsafeMutablePointer<lws_retry_bo_t>
    private var isClosed = false

    /// - Parameters:
    ///   - callback: hears of all of its connections.
    ///   - seconds: how long a connection may take to come about.
    init(
        in loop: EventLoop, seconds: Int, callback: @escaping Callback
    ) throws(NetworkError) {
        self.loop = loop
        signal(SIGPIPE, SIG_IGN)
        lws_set_log_level(0, nil)
        tables = .allocate(capacity: 2)
        tables.initialize(repeating: lws_protocols(), count: 2)
        tables[0].name = name.place
        tables[0].callback = callback
        tables[0].rx_buffer_size = Self.room
        // Its own pings stay off: who pings, and what follows from silence, is the core's.
        policy = .allocate(capacity: 1)
        policy.initialize(to: lws_retry_bo_t())
        var info = lws_context_creation_info()
        info.port = Int32(CONTEXT_PORT_NO_LISTEN)
        (info.gid, info.uid) = (-1, -1)
        info.options =
            UInt64(LWS_SERVER_OPTION_LIBUV) | UInt64(LWS_SERVER_OPTION_EXPLICIT_VHOSTS)
            | UInt64(LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT)
        info.max_http_header_data2 = UInt32(Self.longestHead)
        info.pt_serv_buf_size = UInt32(Self.room)
        info.timeout_secs = UInt32(seconds)
        info.connect_timeout_secs = UInt32(seconds)
        info.retry_and_idle_policy = UnsafePointer(policy)
        var foreign: UnsafeMutableRawPointer? = UnsafeMutableRawPointer(loop.raw)
        let made = withUnsafeMutablePointer(to: &foreign) { place in
            info.foreign_loops = place
            return lws_create_context(&info)
        }
        guard let made else {
            throw .library("libwebsockets with libuv (libwebsockets-evlib-uv)", call: "lws_create_context")
        }
        raw = made
    }

    deinit {
        close()
        tables.deallocate()
        policy.deallocate()
    }

    /// What every virtual host of this context shares.
    func hostInfo(deflates: Bool) -> lws_context_creation_info {
        var info = lws_context_creation_info()
        info.port = Int32(CONTEXT_PORT_NO_LISTEN)
        info.protocols = UnsafePointer(tables)
        info.extensions = deflates ? UnsafePointer(deflation.table) : nil
        info.retry_and_idle_policy = UnsafePointer(policy)
        return info
    }

    /// Lets the loop hear of timers that were set outside of a callback, which it would see after the next
    /// word of a socket alone.
    func nudge() { lws_cancel_service(raw) }

    /// Lets the loop go round until nothing lies unpacked or decrypted in its buffers that no socket will
    /// tell of. In a loop of libuv, version 4.1 looks after it once per word of a socket, and leaves what is
    /// more to the next one. What is left after so many rounds is for the next turn.
    func finish() {
        for _ in 0..<Self.mostRounds {
            guard lws_service_adjust_timeout(raw, 1, 0) == 0 else { return }
            nudge()
            loop.run()
        }
        nudge()
    }

    /// Cuts all of its connections, and waits for the loop to let go of them.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        lws_context_destroy(raw)
        loop.finish()
    }
}
